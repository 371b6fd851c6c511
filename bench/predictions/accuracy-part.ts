import { averagesOf, averageUser } from '../../server/src/predictions/averages.js';
import type { DataSet } from '../scores/movielens.js';
import { say, type Target, table } from '../scores/report.js';
import { errorsOf, predictFold, type Said } from './accuracy.js';
import { calibrationOf } from './calibration.js';
import { byUser, type Fold, observed, officialFolds, randomFolds } from './folds.js';
import { svdpp } from './svdpp.js';

type Errors = { rmse: number; mae: number };

/** Five folds of each data set, beside averages and SVD++; and how far what is said can be relied on. */
export async function accuracy(ml100k: DataSet, small: DataSet): Promise<Target[]> {
  say('\n## How far predicted stars are off: RMSE and MAE, five folds\n');
  const official = await measure(officialFolds(ml100k));
  const random = await measure(randomFolds(small));
  const rows = [official, random].flatMap(({ name, folds }) =>
    (['ours', 'svdpp', 'averages'] as const).map((by) => {
      const { rmse, mae } = meanOf(folds.map((fold) => fold[by]));
      const each = folds.map((fold) => fold[by].rmse.toFixed(4)).join(' ');
      return [name, by, rmse.toFixed(4), mae.toFixed(4), each];
    }),
  );
  table(['data', 'by', 'RMSE', 'MAE', 'RMSE of each fold'], rows);
  const ours = meanOf(official.folds.map((fold) => fold.ours));
  return [
    { name: 'ML-100K, u1..u5, RMSE', value: ours.rmse, atMost: 0.885 },
    { name: 'ML-100K, u1..u5, MAE', value: ours.mae, atMost: 0.695 },
    { name: 'ML-100K, u1, RMSE', value: official.folds[0]!.ours.rmse, atMost: 0.889 },
    {
      name: 'ml-latest-small, five folds, RMSE',
      value: meanOf(random.folds.map((fold) => fold.ours)).rmse,
      atMost: 0.82,
    },
    ...[official, random].flatMap(calibration),
  ];
}

async function measure(folds: readonly Fold[]) {
  const found: Record<'ours' | 'svdpp' | 'averages', Errors>[] = [];
  const all: Said[] = [];
  for (const fold of folds) {
    const said = await predictFold(fold);
    all.push(...said);
    const errors = (stars: ArrayLike<number>) =>
      errorsOf(
        fold.data,
        said.map(({ came }, k) => ({ came, stars: stars[k]! })),
      );
    found.push({
      ours: errorsOf(fold.data, said),
      svdpp: errors(svdpp(fold)),
      averages: errors(averages(fold)),
    });
  }
  return { name: folds[0]!.data.name, folds: found, said: all };
}

function calibration({ name, said }: { name: string; said: readonly Said[] }): Target[] {
  const { slope, intercept, covered, likeError } = calibrationOf(said);
  say(`\n${name}: what comes is ${slope.toFixed(3)}·predicted + ${intercept.toFixed(3)}`);
  return [
    { name: `${name}, calibration slope`, value: slope, atLeast: 0.97 },
    { name: `${name}, calibration slope`, value: slope, atMost: 1.03 },
    { name: `${name}, 80 % interval covers`, value: covered, atLeast: 0.78 },
    { name: `${name}, 80 % interval covers`, value: covered, atMost: 0.82 },
    { name: `${name}, P(like) is off by`, value: likeError, atMost: 0.01 },
  ];
}

function averages({ data, train, test }: Fold): number[] {
  const mean = train.reduce((sum, k) => sum + data.stars[k]!, 0) / train.length;
  const found = averagesOf(observed(data, train), mean);
  const biases = byUser(data, train).map((of) => {
    const above = of.reduce(
      (sum, k) => sum + data.stars[k]! - mean - found.movies[data.movies[k]!]!,
      0,
    );
    return averageUser(found, above, of.length).bias;
  });
  return test.map((k) => mean + biases[data.raters[k]!]! + found.movies[data.movies[k]!]!);
}

function meanOf(errors: readonly Errors[]): Errors {
  const mean = (of: (one: Errors) => number) =>
    errors.reduce((sum, one) => sum + of(one), 0) / errors.length;
  return { rmse: mean(({ rmse }) => rmse), mae: mean(({ mae }) => mae) };
}
