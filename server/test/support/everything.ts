import type { Movie, MovieId } from '../../src/movies/movie.js';
import type { PageRequest } from '../../src/page.js';
import type { Store } from '../../src/ports.js';
import type { UserId } from '../../src/users/user.js';
import { walk } from './some.js';

const HUNDRED = 100;

/** All that is kept of a user and of all movies, but for the feed of changes and what counts them. */
export async function everything(store: Store, userId: UserId) {
  const all = <Row>(list: Parameters<typeof walk<Row>>[0]) => walk<Row>(list, HUNDRED);
  const movies = await all<Movie>((page: PageRequest) =>
    store.movies.list({}, [{ by: 'title', descending: false }], page),
  );
  const ids = movies.map(({ id }) => id);
  const tallies = new Map<MovieId, unknown>();
  for (const id of ids) tallies.set(id, await store.ratings.tallyOf(id));
  return {
    movies: movies.map(({ score, ...movie }) => movie),
    tallies,
    histories: [...(await store.histories.read(userId, ids))],
    counts: await store.users.counts(userId),
  };
}
