/** What whoever writes needs of it, also from another thread than where it is known whose it is. */
export type Turns = Pick<Turn, 'tryTake' | 'take' | 'leave'>;

/** Something that one has at a time, in the order in which they asked. */
export class Turn {
  #isTaken = false;
  readonly #waiting: (() => void)[] = [];

  /** Whether it could be had at once. */
  tryTake(): boolean {
    if (this.#isTaken) return false;
    this.#isTaken = true;
    return true;
  }

  async take(): Promise<void> {
    if (!this.tryTake()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands it to whoever is next. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isTaken = false;
    else next();
  }
}
