import { LIKE_RANK, LIKED_STEPS, noLikeStep, stepLike } from './likes.js';
import { type Model, movieAt } from './model.js';
import { guessStars } from './prediction.js';
import type { Taste } from './taste.js';

/** What is expected to be rated high counts for so much of what is expected to be watched and liked. */
const STARS_SHARE = 0.5;

/**
 * How much each movie of the model is one to recommend, by row, higher being better: z(x·y_i) + .5 z(predicted stars),
 * x being folded in of what is liked, z standardised over all movies that are not rated yet. Of those, −∞. Who has liked
 * nothing yet is recommended what many like.
 */
export function recommend(model: Model, taste: Taste): Float64Array {
  const rated = taste.ratings.filter(({ movie }) => movie.table === model.movies);
  const left = new Uint8Array(model.movies.ids.length).fill(1);
  for (const { movie } of rated) left[movie.row] = 0;
  const likes = rated.filter(({ steps }) => steps >= LIKED_STEPS).map(({ movie }) => movie.row);
  const scores = likes.length > 0 ? byLikes(model, likes) : byPopularity(model);
  const stars = scores.map((_, row) => guessStars(model, taste, movieAt(model, row)));
  standardise(scores, left);
  standardise(stars, left);
  return scores.map((score, row) =>
    left[row] === 1 ? score + STARS_SHARE * stars[row]! : Number.NEGATIVE_INFINITY,
  );
}

/** x·y_i of someone who likes those movies: how likely each is to be liked next. */
export function byLikes({ likes, movies }: Model, liked: readonly number[]): Float64Array {
  const step = noLikeStep();
  stepLike(Int32Array.from(liked), likes, step);
  const scores = new Float64Array(movies.ids.length);
  for (let row = 0; row < scores.length; row++) {
    let sum = 0;
    for (let d = 0; d < LIKE_RANK; d++) sum += step.x[d]! * likes.factors[row * LIKE_RANK + d]!;
    scores[row] = sum;
  }
  return scores;
}

function byPopularity({ likes }: Model): Float64Array {
  return Float64Array.from(likes.counts, (count) => Math.log1p(count));
}

/** To mean 0 and variance 1 over those that are left. */
function standardise(values: Float64Array, left: Uint8Array): void {
  let [sum, squares, count] = [0, 0, 0];
  for (const [k, value] of values.entries()) {
    if (left[k] === 0) continue;
    sum += value;
    squares += value * value;
    count += 1;
  }
  const mean = count === 0 ? 0 : sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean));
  for (let k = 0; k < values.length; k++) {
    values[k] = deviation > 0 ? (values[k]! - mean) / deviation : 0;
  }
}
