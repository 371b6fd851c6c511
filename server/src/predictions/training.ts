import { STEPS_PER_STAR } from '../ratings/stars.js';
import type { MovieFacts } from '../scores/prior.js';
import { withUsual } from '../scores/sweep.js';
import { noBeliefs } from './beliefs.js';
import { LIKED_STEPS, type LikeSide, noLikeSide } from './likes.js';
import { RANK, WATCH_RANK } from './method.js';
import { rowOf, type TasteModel } from './model.js';
import { genresOf, plainFeatures } from './movie-features.js';
import { atLeast, countAt, type Observations, observe, type Rows } from './observations.js';
import { sharedDoubles, sharedFloats } from './shared-arrays.js';
import type { Side } from './side.js';
import { EMBEDDING_RANK, noSimilar, type Similar } from './similar.js';
import { type Ratings, splitRatings } from './split-ratings.js';
import { noSubspace, type Subspace } from './subspace.js';
import { rowStart, triangleSize } from './triangle.js';

/** What is believed of the noise before anyone has rated, in squared stars, and for so many ratings. */
const USUAL_MEAN = 3;
const USUAL_RATINGS = 10;
/** Of all ratings, that a model of before has seen. */
const MOST = 0.8;
const FIRST_NOISE = 0.85;
const FIRST_PRECISION = { users: 5, movies: 4, taste: 10 };

/** All of a training, on shared memory: any thread may do a part of it. `noise` is σ², the one number that changes. */
export type Training = {
  observations: Observations;
  genres: string[];
  /** A smaller training, and the ratings that are held back from it. */
  rehearsal: { training: Training; held: Ratings } | null;
  mean: number;
  noise: Float64Array;
  users: Side;
  movies: Side;
  watch: Subspace;
  likes: { users: LikeSide; movies: LikeSide };
  liked: Subspace;
  similar: Similar;
  /** Begun with what a model of before says of movies. */
  isWarm: boolean;
};

/**
 * All that a training needs, by the facts of each movie's row. With a model of `before`, it begins with what that says of
 * the movies, and a few sweeps are enough.
 */
export function prepareTraining(
  observations: Observations,
  facts: readonly MovieFacts[],
  before?: TasteModel,
): Training {
  const { people, known, held } = splitRatings(observations.byUser);
  const some = observe({
    userIds: Float64Array.from({ length: people }, (_, row) => row),
    movieIds: observations.movieIds,
    users: Int32Array.from(known.users),
    movies: Int32Array.from(known.movies),
    steps: Uint8Array.from(known.steps),
  });
  const rehearsal = { training: prepare(some, facts), held };
  const isLike = before !== undefined && isMostOf(before, observations);
  return { ...prepare(observations, facts, isLike ? before : undefined), rehearsal };
}

function prepare(
  observations: Observations,
  facts: readonly MovieFacts[],
  before?: TasteModel,
): Training {
  const { byUser, byMovie, movieIds } = observations;
  const genres = genresOf(facts);
  let sum = 0;
  for (const steps of byUser.steps) sum += steps;
  const noise = sharedDoubles(1);
  noise[0] = FIRST_NOISE;
  const movies = noSide(byMovie, 3 + genres.length, FIRST_PRECISION.movies);
  for (const [row, movie] of facts.entries()) {
    movies.features.set(plainFeatures(movie, genres), row * movies.width);
  }
  const users = noSide(byUser, 1, FIRST_PRECISION.users);
  for (let row = 0; row < observations.userIds.length; row++) users.features[row * users.width] = 1;
  if (before !== undefined) warm(movies, noise, movieIds, before);
  const likes = {
    users: noLikeSide(atLeast(byUser, LIKED_STEPS)),
    movies: noLikeSide(atLeast(byMovie, LIKED_STEPS)),
  };
  return {
    observations,
    genres,
    rehearsal: null,
    isWarm: before !== undefined,
    likes,
    liked: noSubspace(likes.users.rows, likes.movies.rows, EMBEDDING_RANK),
    similar: noSimilar(likes.users.rows, likes.movies.rows, genres, facts),
    mean: withUsual(sum / STEPS_PER_STAR, byUser.steps.length, USUAL_MEAN, USUAL_RATINGS),
    noise,
    users,
    movies,
    watch: noSubspace(byUser, byMovie, WATCH_RANK),
  };
}

/** Where much has come since, a model of before is hardly a beginning. */
function isMostOf({ movies: { counts } }: TasteModel, { byUser }: Observations): boolean {
  const known = counts.reduce((sum, count) => sum + count, 0);
  return known >= MOST * byUser.steps.length;
}

/** Takes over what was believed of movies. Of users it is found at once, by the movies. */
function warm(movies: Side, noise: Float64Array, ids: Float64Array, before: TasteModel): void {
  const { size, means, covariances } = movies.beliefs;
  const triangle = rowStart(size);
  const known = before.movies.beliefs;
  noise[0] = before.level.noise;
  movies.precision.set(before.movies.precision);
  for (const [row, id] of ids.entries()) {
    const from = rowOf(before, id);
    if (from < 0) continue;
    means.set(known.means.subarray(from * size, (from + 1) * size), row * size);
    covariances.set(
      known.covariances.subarray(from * triangle, (from + 1) * triangle),
      row * triangle,
    );
  }
}

/** Features are the plain ones, ln(1 + n) − mean, and those of the watch matrix. */
function noSide(rows: Rows, plain: number, bias: number): Side {
  const size = RANK + 1;
  const count = rows.starts.length - 1;
  const width = plain + 1 + WATCH_RANK;
  const precision = sharedDoubles(size).fill(FIRST_PRECISION.taste);
  precision[0] = bias;
  return {
    rows,
    plain,
    width,
    features: sharedFloats(count * width),
    gram: sharedDoubles(triangleSize(width)),
    weights: sharedDoubles(width * size),
    plainWeights: sharedDoubles(plain * size),
    precision,
    beliefs: noBeliefs(count, size),
    moments: sharedFloats(count * triangleSize(size)),
    errors: sharedDoubles(count),
  };
}

/** The mean of ln(1 + n) over rows that have ratings, or 0. */
export function meanLogCount(rows: Rows): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    const n = countAt(rows, row);
    if (n === 0) continue;
    sum += Math.log1p(n);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
