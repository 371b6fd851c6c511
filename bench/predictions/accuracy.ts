import type { Model } from '../../server/src/predictions/model.js';
import { movieAt } from '../../server/src/predictions/model.js';
import { type Prediction, predict } from '../../server/src/predictions/prediction.js';
import { foldIn, type Taste } from '../../server/src/predictions/taste.js';
import type { DataSet } from '../scores/movielens.js';
import { byUser, type Fold, modelOf, stepsOf } from './folds.js';

export type Said = Prediction & { user: number; movie: number; came: number };

/** Everyone's taste by those ratings. */
export function tastesOf(model: Model, data: DataSet, indexes: readonly number[]): Taste[] {
  return byUser(data, indexes).map((ratings) =>
    foldIn(
      model,
      ratings.map((k) => ({ movie: movieAt(model, data.movies[k]!), steps: stepsOf(data, k) })),
    ),
  );
}

/** What is predicted of each rating of a fold's test, and what came. */
export async function predictFold(fold: Fold): Promise<Said[]> {
  const { data } = fold;
  const model = await modelOf(data, fold.train);
  const tastes = tastesOf(model, data, fold.train);
  return fold.test.map((k) => {
    const [user, movie] = [data.raters[k]!, data.movies[k]!];
    const prediction = predict(model, tastes[user]!, movieAt(model, movie));
    return { ...prediction, user, movie, came: data.stars[k]! };
  });
}

/** Held to the stars that the data set has, as every other figure of it is. */
export function errorsOf(data: DataSet, said: readonly { stars: number; came: number }[]) {
  let [squares, distances] = [0, 0];
  for (const { stars, came } of said) {
    const off = came - Math.min(5, Math.max(data.lowest, stars));
    squares += off * off;
    distances += Math.abs(off);
  }
  return { rmse: Math.sqrt(squares / said.length), mae: distances / said.length };
}
