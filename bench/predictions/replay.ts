import { movieAt } from '../../server/src/predictions/model.js';
import { shiftOf } from '../../server/src/predictions/movie-shift.js';
import { predict } from '../../server/src/predictions/prediction.js';
import { foldIn, type RatedMovie } from '../../server/src/predictions/taste.js';
import type { DataSet } from '../scores/movielens.js';
import { errorsOf } from './accuracy.js';
import { byUser, lastInTime, modelOf, stepsOf } from './folds.js';

/**
 * The last fifth in time as it would have been lived: each rating is predicted before it comes, by a model that was
 * trained on the first four fifths. `nightly`: nothing is learnt meanwhile; `foldedIn`: the rater's taste is, with each
 * rating; `live`: the movie's bias as well.
 */
export async function replay(data: DataSet) {
  const fold = lastInTime(data);
  const model = await modelOf(data, fold.train);
  const before = byUser(data, fold.train);
  const ratings: RatedMovie[][] = before.map((of) =>
    of.map((k) => ({ movie: movieAt(model, data.movies[k]!), steps: stepsOf(data, k) })),
  );
  const nightlyTastes = ratings.map((of) => foldIn(model, of));
  const sums = new Float64Array(data.movieCount);
  const counts = new Int32Array(data.movieCount);
  const movieNow = (row: number) => movieAt(model, row, shiftOf(sums[row]!, counts[row]!));
  const said = { nightly: [], foldedIn: [], live: [] } as Record<
    'nightly' | 'foldedIn' | 'live',
    { stars: number; came: number }[]
  >;
  for (const k of fold.test) {
    const [user, row, came] = [data.raters[k]!, data.movies[k]!, data.stars[k]!];
    const taste = foldIn(model, ratings[user]!);
    const unmoved = movieAt(model, row);
    const foldedIn = predict(model, taste, unmoved).stars;
    said.nightly.push({ stars: predict(model, nightlyTastes[user]!, unmoved).stars, came });
    const live = predict(model, taste, movieNow(row)).stars;
    said.foldedIn.push({ stars: foldedIn, came });
    said.live.push({ stars: live, came });
    sums[row]! += came - live;
    counts[row]! += 1;
    ratings[user]!.push({ movie: unmoved, steps: stepsOf(data, k) });
  }
  return {
    nightly: errorsOf(data, said.nightly).rmse,
    foldedIn: errorsOf(data, said.foldedIn).rmse,
    live: errorsOf(data, said.live).rmse,
  };
}
