import type { MovieId } from '../movies/movie.js';
import { MOST_STARS, type Stars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';
import { averageEffect, type KnownMovie } from './model.js';
import type { News, Outcome, Outcomes, Unjudged } from './outcomes.js';
import { predict } from './prediction.js';
import type { Predictor, Serving } from './predictor.js';
import { type Fold, newFold, type Taste } from './taste.js';

type Needs = {
  outcomes: Pick<Outcomes, 'unjudged' | 'news' | 'meanWithout' | 'settle'>;
  predictor: Pick<Predictor, 'serving' | 'knownMovies'>;
  /** Lets others work for a moment, after each prediction. */
  breath: () => Promise<void>;
  /** Lets others work for a while, after each person. */
  pause: () => Promise<void>;
  /** Asked after each person; who was looked at until then is done with. */
  mayGoOn: () => boolean;
};

const PEOPLE_AT_A_TIME = 50;
/** More than so many changes at once are brought in, not made one by one after a prediction. */
const MOST_NEWS = 100;
/** Their taste is told from so many ratings at once: under a millisecond. */
const RATINGS_AT_A_TIME = 500;

/**
 * Compares with each first rating what was predicted right before it: by the taste told from what its author had rated
 * until then, and by a model that had not seen it. What came of it moves the movies' drifts. Looks at fifty people beyond
 * `after` at most, in the order of their ids, and answers the last of them; null when there is nobody beyond.
 */
export async function judge(needs: Needs, after = 0 as UserId): Promise<UserId | null> {
  const { outcomes, predictor, pause, mayGoOn } = needs;
  const serving = predictor.serving();
  if (serving === null) return null;
  const people = await outcomes.unjudged(after, PEOPLE_AT_A_TIME);
  const done: Unjudged[] = [];
  const found: Outcome[] = [];
  for (const person of people) {
    const news = await outcomes.news(person, serving.kept.readAt, MOST_NEWS);
    if (news !== null) found.push(...(await judgeNews(needs, serving, person, news)));
    done.push(person);
    await pause();
    if (!mayGoOn()) break;
  }
  if (done.length > 0) await outcomes.settle(serving.kept.version, done, found);
  const isAll = done.length === people.length && people.length < PEOPLE_AT_A_TIME;
  return isAll ? null : (done.at(-1)?.userId ?? null);
}

async function judgeNews(
  { outcomes, predictor, breath }: Needs,
  serving: Serving,
  { userId }: Unjudged,
  { before, news }: News,
): Promise<Outcome[]> {
  const ids = [...new Set([...before, ...news].map(({ movieId }) => movieId))];
  const known = await predictor.knownMovies(serving, ids);
  const movies = new Map(ids.map((id, i): [MovieId, KnownMovie] => [id, known[i] as KnownMovie]));
  const means = await outcomes.meanWithout(userId, [
    ...new Set(news.map(({ movieId }) => movieId)),
  ]);
  const rated = new Map(before.map(({ movieId, steps }) => [movieId, steps]));
  const judged = new Map<MovieId, Outcome>();
  /** What is rated so far; null where one of them has changed. */
  let fold: Fold | null = null;
  for (const { movieId, steps, at } of news) {
    const movie = movies.get(movieId) as KnownMovie;
    const isNew = !rated.has(movieId);
    if (steps !== null && isNew && !judged.has(movieId)) {
      fold ??= await foldOf(serving, rated, movies, breath);
      const one = judgeOne(serving, { userId, movieId, stars: steps, at }, movie, fold.taste());
      const filmMean = thousandths(means.get(movieId) ?? serving.model.averages.mean);
      judged.set(movieId, { ...one, filmMean });
      await breath();
    }
    if (!isNew) fold = null;
    else if (steps !== null) fold?.add({ movie, steps });
    if (steps === null) rated.delete(movieId);
    else rated.set(movieId, steps);
  }
  return [...judged.values()];
}

async function foldOf(
  { model }: Serving,
  rated: ReadonlyMap<MovieId, number>,
  movies: ReadonlyMap<MovieId, KnownMovie>,
  breath: () => Promise<void>,
): Promise<Fold> {
  const fold = newFold(model);
  let count = 0;
  for (const [id, steps] of rated) {
    fold.add({ movie: movies.get(id) as KnownMovie, steps });
    if (++count % RATINGS_AT_A_TIME === 0) await breath();
  }
  return fold;
}

function judgeOne(
  { model }: Serving,
  rating: { userId: UserId; movieId: MovieId; stars: Stars; at: number },
  movie: KnownMovie,
  taste: Taste,
): Omit<Outcome, 'filmMean'> {
  const { stars, sd, like } = predict(model, taste, movie);
  const withBias = model.averages.mean + taste.average.bias + averageEffect(movie);
  const { at, ...of } = rating;
  return {
    ...of,
    day: new Date(at).toISOString().slice(0, 10),
    predicted: thousandths(stars),
    deviation: Math.max(1, Math.round(1000 * sd)),
    liking: Math.round(1000 * like),
    withBias: thousandths(withBias),
  };
}

function thousandths(stars: number): number {
  return Math.round(1000 * Math.min(MOST_STARS, Math.max(0, stars)));
}
