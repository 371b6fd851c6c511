/** What whoever writes needs of it, also from another thread than where it is known whose it is. */
export type Turns = Pick<Turn, 'tryTake' | 'take' | 'takeTogether' | 'leave'>;

/** How many of the thread are in it together: one is worked on while the next waits there already. */
const MOST_TOGETHER = 2;

type Waiting = { isTogether: boolean; enter: () => void };

/** Something that one has at a time, in the order in which they asked; those who take it together share it. */
export class Turn {
  #taken = 0;
  #isTogether = false;
  readonly #waiting: Waiting[] = [];

  /** Whether it could be had at once. */
  tryTake(): boolean {
    if (this.#taken > 0) return false;
    this.#taken = 1;
    return true;
  }

  async take(): Promise<void> {
    if (!this.tryTake()) await this.#wait(false);
  }

  /** With others who take it so, who know what comes first among them; nobody passes who waits alone. */
  async takeTogether(): Promise<void> {
    if (this.tryTake()) this.#isTogether = true;
    else if (this.#mayJoin() && this.#waiting.length === 0) this.#taken += 1;
    else await this.#wait(true);
  }

  /** Hands it to whoever is next. */
  leave(): void {
    this.#taken -= 1;
    if (this.#taken === 0) this.#isTogether = false;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#taken > 0 && !(next.isTogether && this.#mayJoin())) return;
      this.#waiting.shift();
      [this.#taken, this.#isTogether] = [this.#taken + 1, next.isTogether];
      next.enter();
    }
  }

  #mayJoin(): boolean {
    return this.#isTogether && this.#taken < MOST_TOGETHER;
  }

  #wait(isTogether: boolean): Promise<void> {
    return new Promise((enter) => this.#waiting.push({ isTogether, enter }));
  }
}
