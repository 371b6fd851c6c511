import { fail } from '../problem.js';
import type { User, UserId } from '../users/user.js';
import { checkMovie } from './check-movie.js';
import type { Movie, MovieChange, MovieWish } from './movie.js';
import type { Movies } from './ports.js';
import { retold } from './retell.js';

type Needs = { movies: Pick<Movies, 'create' | 'edit'>; now: () => number };

/** Adds a movie that a user tells of; refuses one that has an outside id of a movie we have. */
export async function createMovie(
  { movies, now }: Needs,
  viewer: UserId,
  wish: MovieWish,
): Promise<Movie> {
  const created = await movies.create(checkMovie(wish), viewer, now());
  if ('taken' in created) fail({ kind: 'movie-exists', movieId: created.taken });
  return created.movie;
}

/** An ADMIN may edit any movie, others those they added. */
export function mustBeEditor(viewer: User, movie: Movie): void {
  if (viewer.role === 'ADMIN' || movie.createdBy === viewer.id) return;
  fail({ kind: 'not-allowed', detail: 'Only an ADMIN, or who added a movie, may edit it.' });
}

/** Changes some facts of a movie as it was read; what is not named stays, but the year follows a new date. */
export async function editMovie(
  { movies, now }: Needs,
  movie: Movie,
  change: MovieChange,
): Promise<Movie> {
  const wish = checkMovie({
    ...retold(movie),
    ...(change.releaseDate && { year: null }),
    ...change,
    ids: { ...movie.ids, ...change.ids },
  });
  const edited = await movies.edit(movie.id, movie.version, wish, now());
  if (edited === 'gone') fail({ kind: 'movie-not-found' });
  if (edited === 'changed-meanwhile') fail({ kind: 'precondition-failed' });
  if ('taken' in edited) fail({ kind: 'movie-exists', movieId: edited.taken });
  return edited.movie;
}
