import { yearOf } from './entry.js';
import { isForeign } from './foreign-title.js';
import type { KnownFilms } from './known-films.js';
import { type Candidate, type Clue, differ, type KnownFilm, sharesDirector } from './likeness.js';

/**
 * Odds that a film of the year's that its director made is the one, told by its title in another language, against that
 * it is one we do not have. Of 100 such films 90 are here, 75 of them with an English title; of those that are not, 10
 * have a director of whom we have just one other of that year.
 */
const TRANSLATED = 40;

/** Whether a film of ours may be meant though no name of it is told: ours have English titles for the most part. */
export function mayBeTranslated({ title, originalTitle, directors, ...when }: Clue): boolean {
  return directors.length > 0 && yearOf(when) !== null && isForeign(originalTitle ?? title);
}

/** For each clue the films of its directors and year that have an English title, likeliest first. */
export async function matchByDirectors(
  knownFilms: Pick<KnownFilms, 'describe' | 'directedBy'>,
  clues: readonly Clue[],
): Promise<Candidate[][]> {
  const years = new Set(clues.map(yearOf));
  const directed = await knownFilms.directedBy([
    ...new Set(clues.flatMap(({ directors }) => directors)),
  ]);
  const films = await knownFilms.describe(
    directed.flatMap(({ id, year }) => (years.has(year) ? id : [])),
  );
  return clues.map((clue) => {
    const like = films.filter((film) => mayBe(clue, film));
    const confidence = TRANSLATED / (like.length * TRANSLATED + 1);
    return like.map(({ id }) => ({ movieId: id, confidence }));
  });
}

function mayBe(clue: Clue, film: KnownFilm): boolean {
  return (
    film.year === yearOf(clue) &&
    sharesDirector(clue, film) &&
    !isForeign(film.title) &&
    !differ(clue.ids, film.ids)
  );
}
