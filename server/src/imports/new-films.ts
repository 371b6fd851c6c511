import { addFilm, findFilm, teachOurs } from '../catalogue/bring-in.js';
import type { OutsideCatalogue, OutsideFilm } from '../catalogue/outside.js';
import { createMovie } from '../movies/edit-movie.js';
import { titleKey } from '../movies/fold.js';
import type { MovieId } from '../movies/movie.js';
import { Refusal } from '../problem.js';
import type { UserId } from '../users/user.js';
import type { FilmClue } from './entry.js';
import type { ImportStore } from './store.js';

const SOURCES = ['tmdb', 'imdb', 'wikidata'] as const;

/** What is asked of an outside catalogue about new films. */
export type AskedOutside = Pick<OutsideCatalogue, 'film' | 'tmdbIdOf' | 'search'>;

/** `created`: it was none of ours. */
export type Taken = { movieId: MovieId; created: boolean };

/** The film of a clue as an outside catalogue knows it; null where it cannot be told which, or cannot be asked. */
export async function lookOutside(
  outside: AskedOutside,
  { title, year, ids }: FilmClue,
): Promise<OutsideFilm | null> {
  try {
    for (const source of ['tmdb', 'imdb'] as const) {
      const outsideId = ids[source];
      const film = outsideId && (await findFilm(outside, { source, outsideId }));
      if (film) return film;
    }
    if (year === null || title === '') return null;
    const { items } = await outside.search({ title, page: 1, language: null });
    const [like, another] = items.filter(
      (item) => item.year === year && titleKey(item.title) === titleKey(title),
    );
    if (like?.tmdbId == null || another !== undefined) return null;
    return await outside.film(like.tmdbId);
  } catch (error) {
    // What the row tells of the film is enough.
    if (error instanceof Refusal && error.problem.kind.startsWith('outside-')) return null;
    throw error;
  }
}

/** The movie that a new film becomes: ours by now, or made of what is known outside, or of what the row tells. */
export async function takeIn(
  tx: ImportStore,
  clue: FilmClue,
  film: OutsideFilm | null,
  userId: UserId,
  now: number,
): Promise<Taken> {
  for (const source of SOURCES) {
    const outsideId = clue.ids[source];
    const movieId = outsideId && (await tx.movies.resolve({ source, outsideId }));
    if (movieId) return { movieId, created: false };
  }
  if (film !== null) {
    const ours = await teachOurs(tx, film, now);
    if (ours !== null) return { movieId: ours, created: false };
    return { movieId: (await addFilm(tx, film, now)).id, created: true };
  }
  const { directors, ...facts } = clue;
  const wish = {
    ...facts,
    overview: null,
    posterUrl: null,
    directors: directors.map((name) => ({ name })),
    cast: [],
  };
  const { id } = await createMovie({ movies: tx.movies, now: () => now }, userId, wish);
  return { movieId: id, created: true };
}
