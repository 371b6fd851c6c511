import { type Draft, titleKey, words } from './draft.js';

/** People by name, since a listed film has nothing else. */
export type Seen = Pick<Draft, 'title' | 'year' | 'page'> & {
  people: ReadonlySet<string>;
  listed: boolean;
};

const AFTER_THE_TROUPES = 1952;

/** Finds films that are in the catalogue already, perhaps under another title. */
export class SeenFilms {
  readonly #byPage = new Map<string, Seen[]>();
  readonly #byTitle = new Map<string, Seen[]>();
  readonly #byPerson = new Map<string, Seen[]>();

  add(film: Seen): void {
    if (film.page !== null) push(this.#byPage, film.page, film);
    push(this.#byTitle, titleKey(film.title), film);
    for (const person of film.people) push(this.#byPerson, person, film);
  }

  find(film: Seen): Seen | undefined {
    const around = new Set([
      ...((film.page !== null && this.#byPage.get(film.page)) || []),
      ...(this.#byTitle.get(titleKey(film.title)) ?? []),
      ...[...film.people].flatMap((person) => this.#byPerson.get(person) ?? []),
    ]);
    return [...around].find((other) => isSame(film, other));
  }
}

function isSame(a: Seen, b: Seen): boolean {
  const years = Math.abs((a.year ?? 0) - (b.year ?? 0));
  const bothListed = a.listed && b.listed;
  const shared = [...a.people].filter((person) => b.people.has(person)).length;
  const unknown = a.people.size === 0 || b.people.size === 0;
  const samePage = a.page !== null && a.page === b.page;
  const sameTitle = titleKey(a.title) === titleKey(b.title);
  const likely = shared > 0 || (years <= 1 && unknown);
  // Wikidata has one item for a page; the lists have every release, and sometimes a whole series.
  if (samePage && !bothListed) return shared > 0 || unknown;
  if (years > 2) return false;
  if (samePage) return likely && begins(a, b);
  if (sameTitle) {
    const twoPages = a.page !== null && b.page !== null;
    return twoPages ? years <= 1 && shared >= 3 : likely;
  }
  if (bothListed) return false;
  // Before, studios made film after film with one troupe: the same faces prove nothing.
  const proves = years === 0 && a.year !== null && a.year >= AFTER_THE_TROUPES;
  return proves && (shared >= 4 || (shared >= 3 && holdsWords(a, b)));
}

function begins(a: Seen, b: Seen): boolean {
  const [one, other] = [titleKey(a.title), titleKey(b.title)];
  return one.startsWith(other) || other.startsWith(one);
}

/** Whether one title has every word of the other: `Animal House` and `National Lampoon's …`. */
function holdsWords(a: Seen, b: Seen): boolean {
  const [one, other] = [new Set(words(a.title)), new Set(words(b.title))];
  return isWithin(one, other) || isWithin(other, one);
}

function isWithin(few: ReadonlySet<string>, many: ReadonlySet<string>): boolean {
  return [...few].every((word) => many.has(word));
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
