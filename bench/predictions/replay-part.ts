import type { DataSet } from '../scores/movielens.js';
import { say, type Target, table } from '../scores/report.js';
import { replay } from './replay.js';

export async function replays(ml100k: DataSet, small: DataSet): Promise<Target[]> {
  say('\n## Live replay of the last fifth in time, RMSE\n');
  const found = [await replay(ml100k), await replay(small)] as const;
  table(
    ['data', 'trained nightly', '+ taste at once', '+ movie at once'],
    [ml100k, small].map(({ name }, k) => [
      name,
      ...Object.values(found[k]!).map((value) => value.toFixed(4)),
    ]),
  );
  return [
    { name: 'ML-100K, live replay, RMSE', value: found[0].live, atMost: 0.925 },
    { name: 'ml-latest-small, live replay, RMSE', value: found[1].live, atMost: 0.835 },
  ];
}
