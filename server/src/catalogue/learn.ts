import { checkMovie } from '../movies/check-movie.js';
import type { Movie, MovieWish, OutsideIds, PersonWish } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import { completed, retold } from '../movies/retell.js';
import type { FactsFetched, OutsideFilm } from './outside.js';

/** Fills in what the movie did not know, and leaves what it did. Writes nothing when there is nothing new. */
export async function learn(
  movies: Movies,
  movie: Movie,
  film: OutsideFilm,
  now: number,
): Promise<void> {
  await write(movies, movie, completed(retold(movie), wishOf(film)), film, now);
}

/** Replaces what the movie knew by what the film knows; what the film is silent about stays. */
export async function learnAnew(
  movies: Movies,
  movie: Movie,
  film: OutsideFilm,
  now: number,
): Promise<void> {
  const theirs = {
    ...wishOf(film),
    directors: samePeople(film.directors, movie.directors),
    cast: samePeople(film.cast, movie.cast),
  };
  await write(movies, movie, completed(theirs, retold(movie)), film, now);
}

/** Whether all facts of the movie are from outside, and nobody wrote any since. */
export function isWholeStill(fetched: FactsFetched | null, movie: Movie): boolean {
  return fetched?.whole === true && movie.updatedAt <= fetched.fetchedAt;
}

export function wishOf(film: OutsideFilm): MovieWish {
  const named = (names: string[]) => names.map((name) => ({ name }));
  return { ...film, directors: named(film.directors), cast: named(film.cast) };
}

async function write(
  movies: Movies,
  movie: Movie,
  facts: MovieWish,
  film: OutsideFilm,
  now: number,
): Promise<void> {
  const ids = await freeIds(movies, movie, film.ids);
  const wish = checkMovie({ ...facts, ids });
  const same = JSON.stringify(wish) === JSON.stringify(checkMovie(retold(movie)));
  if (!same) await movies.edit(movie.id, movie.version, wish, now);
}

/** Who has the name of one that the movie has is that very person. */
function samePeople(names: string[], ours: Movie['cast']): PersonWish[] {
  return names.map((name) => {
    const same = ours.find((person) => person.name === name);
    return same === undefined ? { name } : { id: same.id };
  });
}

/** Our ids, and of theirs those that we lack and no other movie has. */
async function freeIds(movies: Movies, movie: Movie, theirs: OutsideIds): Promise<OutsideIds> {
  const ids = { ...movie.ids };
  for (const source of ['tmdb', 'imdb', 'wikidata'] as const) {
    const outsideId = theirs[source];
    if (ids[source] !== null || outsideId === null) continue;
    const owner = await movies.resolve({ source, outsideId });
    if (owner === null || owner === movie.id) ids[source] = outsideId;
  }
  return ids;
}
