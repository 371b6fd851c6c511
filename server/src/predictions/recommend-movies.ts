import type { Movie, MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import type { Position } from '../page.js';
import type { RatingStatistics } from '../ratings/ports.js';
import type { UserId } from '../users/user.js';
import { explain } from './explain.js';
import type { KnownMovie } from './model.js';
import type { Alike, MovieKind, Tastes } from './ports.js';
import { reasonsOf } from './predict-movie.js';
import { type Prediction, predict } from './prediction.js';
import type { KnownTaste, Predictor } from './predictor.js';
import { rankingOf } from './ranking.js';
import type { Reason } from './reason.js';
import type { SetAside } from './set-aside.js';

/** `reasons`: the ratings that speak for it most. */
export type Recommendation = { movie: Movie; prediction: Prediction | null; reasons: Reason[] };
export type Recommendations = { items: Recommendation[]; next: Position | null };

type Needs = {
  predictor: Pick<Predictor, 'tasteOf' | 'knownMovies'>;
  tastes: Pick<Tastes, 'ratings'>;
  alike: Pick<Alike, 'among'>;
  setAside: Pick<SetAside, 'ids'>;
  movies: Pick<Movies, 'findMany' | 'list'>;
  statistics: Pick<RatingStatistics, 'titles'>;
};

type Wish = { kind: MovieKind; limit: number; after: Position | null };

const MOST_REASONS = 3;
const FIRST_CANDIDATES = 200;
const MOST_CANDIDATES = 5000;
/** Those to be surprised by are drawn from the best tenth of what is left, and from no fewer than these. */
const SURPRISING_SHARE = 0.1;
const FEWEST_SURPRISING = 100;

/** Films that a user will like and has neither rated nor set aside, the best first. Without a model, what is popular. */
export async function recommendMovies(
  needs: Needs,
  userId: UserId,
  { kind, limit, after }: Wish,
): Promise<Recommendations> {
  const known = await needs.predictor.tasteOf(userId);
  if (known === null) return recommendPopular(needs, userId, { kind, limit, after });
  const { ids, scores } = rankingOf(known);
  const aside = new Set(await needs.setAside.ids(userId));
  const found: { movie: Movie; place: number }[] = [];
  let place = after === null ? 0 : placeAfter(ids, scores, after);
  for (let size = FIRST_CANDIDATES; place < ids.length && found.length <= limit; size *= 4) {
    const end = place + Math.min(size, MOST_CANDIDATES);
    const places = new Map(ids.slice(place, end).map((id, i) => [id, place + i]));
    const left = [...places.keys()].filter((id) => !aside.has(id));
    const fit = await needs.alike.among(left, kind);
    const movies = await needs.movies.findMany(fit.slice(0, limit + 1 - found.length));
    found.push(...movies.map((movie) => ({ movie, place: places.get(movie.id) as number })));
    place = end;
  }
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const items = await withReasons(
    needs,
    known,
    page.map(({ movie }) => movie),
  );
  const next = last && [scores[last.place] as number, last.movie.id];
  return { items, next: next ?? null };
}

/** Some of the best, by chance. */
export async function surprise(
  needs: Needs,
  userId: UserId,
  { kind, limit }: Omit<Wish, 'after'>,
  chance: () => number,
): Promise<Recommendations> {
  const known = await needs.predictor.tasteOf(userId);
  if (known === null) return recommendPopular(needs, userId, { kind, limit, after: null });
  const { ids } = rankingOf(known);
  const aside = new Set(await needs.setAside.ids(userId));
  const all = await needs.alike.among(ids.slice(0, MOST_CANDIDATES), kind);
  const left = all.filter((id) => !aside.has(id));
  const some = left.slice(0, Math.max(FEWEST_SURPRISING, SURPRISING_SHARE * left.length));
  const drawn = some
    .map((id) => ({ id, lot: chance() }))
    .sort((one, other) => one.lot - other.lot)
    .slice(0, limit);
  const movies = await needs.movies.findMany(drawn.map(({ id }) => id));
  return { items: await withReasons(needs, known, movies), next: null };
}

/** Where a ranking goes on, though it may have changed since. */
function placeAfter(ids: readonly MovieId[], scores: Float64Array, [score, id]: Position): number {
  const same = ids.indexOf(id as MovieId);
  if (same >= 0 && scores[same] === score) return same + 1;
  const below = scores.findIndex((other) => other < Number(score));
  return below < 0 ? scores.length : below;
}

async function withReasons(
  { predictor, statistics }: Needs,
  known: KnownTaste,
  movies: readonly Movie[],
): Promise<Recommendation[]> {
  const { serving, taste } = known;
  const all = await predictor.knownMovies(
    serving,
    movies.map(({ id }) => id),
  );
  const items: Recommendation[] = [];
  for (const [i, movie] of movies.entries()) {
    const of = all[i] as KnownMovie;
    const prediction = predict(serving.model, taste, of);
    const effects = explain(serving.model, taste, of).ratings.map((effect) => Math.max(0, effect));
    const reasons = await reasonsOf({ statistics }, known, effects, MOST_REASONS);
    const told = reasons.filter(({ effect }) => effect > 0);
    items.push({ movie, prediction, reasons: told });
  }
  return items;
}

async function recommendPopular(
  { movies, tastes, setAside }: Needs,
  userId: UserId,
  { kind, limit, after }: Wish,
): Promise<Recommendations> {
  const rated = (await tastes.ratings(userId))?.movieIds ?? [];
  const known = new Set([...rated, ...(await setAside.ids(userId))]);
  const items: Recommendation[] = [];
  let next = after;
  do {
    const sort = [{ by: 'popularity', descending: true } as const];
    const page = await movies.list(kind, sort, { limit: limit - items.length, after: next });
    const fresh = page.items.filter(({ id }) => !known.has(id));
    items.push(...fresh.map((movie) => ({ movie, prediction: null, reasons: [] })));
    next = page.next;
  } while (next !== null && items.length < limit);
  return { items, next };
}
