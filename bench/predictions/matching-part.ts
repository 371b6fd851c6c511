import type { DataSet } from '../scores/movielens.js';
import { say, type Target, table } from '../scores/report.js';
import { splitHalf } from './matching.js';

export async function matching(ml100k: DataSet): Promise<Target[]> {
  say('\n## Taste match: do both halves of people’s ratings say the same\n');
  const { match, percentile } = await splitHalf(ml100k);
  table(
    ['by', 'split-half reliability'],
    [
      ['match', match.toFixed(3)],
      ['own-scale percentiles', percentile.toFixed(3)],
    ],
  );
  return [{ name: 'taste match, split-half reliability', value: match, atLeast: 0.7 }];
}
