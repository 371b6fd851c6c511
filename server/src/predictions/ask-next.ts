import type { Movie, MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import type { UserId } from '../users/user.js';
import { rowOf } from './model.js';
import { nextToAsk } from './onboarding.js';
import type { Tastes } from './ports.js';
import type { Predictor } from './predictor.js';
import type { SetAside } from './set-aside.js';

type Needs = {
  predictor: Pick<Predictor, 'tasteOf'>;
  tastes: Pick<Tastes, 'ratings'>;
  setAside: Pick<SetAside, 'ids'>;
  movies: Pick<Movies, 'findMany' | 'list'>;
};

/** Those who set films aside, or say that they do not know them, leave out some. */
const SPARE = 20;

/**
 * What to ask a user to rate next: at first what most people know, then what they probably know and tells most of their
 * taste. `unknown` are movies that they said they do not know. Without a model, what is popular.
 */
export async function askNext(
  { predictor, tastes, setAside, movies }: Needs,
  userId: UserId,
  unknown: readonly MovieId[],
  limit: number,
): Promise<Movie[]> {
  const known = await predictor.tasteOf(userId);
  const without = new Set([...unknown, ...(await setAside.ids(userId))]);
  if (known !== null) {
    const { model } = known.serving;
    const answers = [
      ...known.movieIds.map((id) => ({ row: rowOf(model, id), isKnown: true })),
      ...unknown.map((id) => ({ row: rowOf(model, id), isKnown: false })),
    ].filter(({ row }) => row >= 0);
    const rows = nextToAsk(model, known.taste, answers, limit + without.size + SPARE);
    const ids = rows.map((row) => model.movies.ids[row] as MovieId);
    const asked = await movies.findMany(ids.filter((id) => !without.has(id)));
    if (asked.length >= limit) return asked.slice(0, limit);
  }
  for (const id of (await tastes.ratings(userId))?.movieIds ?? []) without.add(id);
  const sort = [{ by: 'popularity', descending: true } as const];
  const found: Movie[] = [];
  let after: Parameters<Movies['list']>[2]['after'] = null;
  do {
    const page = await movies.list({}, sort, { limit: 100, after });
    found.push(...page.items.filter(({ id }) => !without.has(id)));
    after = page.next;
  } while (after !== null && found.length < limit);
  return found.slice(0, limit);
}
