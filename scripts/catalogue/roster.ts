/** How long before a person's first and after the last known film a name is still taken for them. */
const YEARS_AROUND = 20;

type Known = { key: string; name: string; years: number[] };

/** Who is who: people known by a Q-id, and names that are all we have of somebody. */
export class Roster {
  readonly #names = new Map<string, string>();
  readonly #known = new Map<string, Known>();
  readonly #byName = new Map<string, Known[]>();

  /** Takes note that the person of this Q-id had a part in a film of that year. */
  add(key: string, name: string, year: number | null): void {
    let known = this.#known.get(key);
    if (known === undefined) {
      known = { key, name, years: [] };
      this.#known.set(key, known);
      this.#names.set(key, name);
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), known]);
    }
    if (year !== null) known.years.push(year);
  }

  /**
   * The key of whoever is meant by a name in a film of that year: of the people known by it who
   * were active about then, the one with most films; else somebody known by the name alone.
   */
  resolve(name: string, year: number): string {
    const [best] = (this.#byName.get(name) ?? [])
      .filter(({ years }) => isActive(years, year))
      .sort((a, b) => b.years.length - a.years.length || number(a) - number(b));
    const key = best?.key ?? `name:${name}`;
    this.#names.set(key, name);
    return key;
  }

  /** Films the person is known by, 0 for a mere name. */
  filmsOf(key: string): number {
    return this.#known.get(key)?.years.length ?? 0;
  }

  nameOf(key: string): string {
    return this.#names.get(key)!;
  }
}

function isActive(years: readonly number[], year: number): boolean {
  return years.some((known) => Math.abs(known - year) <= YEARS_AROUND);
}

function number({ key }: Known): number {
  return Number(key.slice(1));
}
