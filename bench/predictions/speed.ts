import { performance } from 'node:perf_hooks';
import { movieAt } from '../../server/src/predictions/model.js';
import { predict } from '../../server/src/predictions/prediction.js';
import { foldIn } from '../../server/src/predictions/taste.js';
import { train } from '../../server/src/predictions/train.js';
import { prepareTraining } from '../../server/src/predictions/training.js';
import type { DataSet } from '../scores/movielens.js';
import { say, type Target, table } from '../scores/report.js';
import { observed, officialFolds, stepsOf } from './folds.js';
import { threads } from './threads.js';

const FOLDS_IN = 2000;
const RATINGS = 500;
const PREDICTIONS = 1_000_000;

export async function speed(ml100k: DataSet): Promise<Target[]> {
  say('\n## Time\n');
  const [fold] = officialFolds(ml100k);
  const training = prepareTraining(observed(ml100k, fold!.train), ml100k.facts);
  const { crew, stop } = await threads(training, 2);
  const begun = performance.now();
  const model = await train(training, crew, { seed: 1 });
  const seconds = (performance.now() - begun) / 1000;
  await stop();

  const ratings = fold!.train.slice(0, RATINGS).map((k, row) => ({
    movie: movieAt(model, row % model.movies.ids.length),
    steps: stepsOf(ml100k, k),
  }));
  const times = Array.from({ length: FOLDS_IN }, () => {
    const start = performance.now();
    foldIn(model, ratings);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const p99 = times[Math.floor(0.99 * FOLDS_IN)]!;

  const taste = foldIn(model, ratings);
  const movies = Array.from({ length: 1000 }, (_, row) => movieAt(model, row));
  const start = performance.now();
  let sum = 0;
  for (let k = 0; k < PREDICTIONS; k++) sum += predict(model, taste, movies[k % 1000]!).stars;
  const micros = ((performance.now() - start) * 1000) / PREDICTIONS;
  table(
    ['what', 'takes'],
    [
      [`training of ${fold!.train.length} ratings, two threads`, `${seconds.toFixed(2)} s`],
      [`fold-in of ${RATINGS} ratings, median`, `${times[FOLDS_IN / 2]!.toFixed(3)} ms`],
      [`fold-in of ${RATINGS} ratings, p99`, `${p99.toFixed(3)} ms`],
      [`a prediction (mean ${(sum / PREDICTIONS).toFixed(2)} stars)`, `${micros.toFixed(2)} µs`],
    ],
  );
  return [
    { name: 'training of 80,000 ratings, seconds', value: seconds, atMost: 4 },
    { name: 'fold-in of 500 ratings, p99, ms', value: p99, atMost: 1 },
    { name: 'a prediction, µs', value: micros, atMost: 5 },
  ];
}
