import type { DataSet } from '../scores/movielens.js';
import { say, type Target, table } from '../scores/report.js';
import { type Reliability, splitHalf } from './matching.js';

export async function matching(ml100k: DataSet): Promise<Target[]> {
  say(
    '\n## Taste match: do both halves of people’s ratings say the same (split-half reliability)\n',
  );
  const { together, all } = await splitHalf(ml100k);
  const row = (who: string, { pairs, match, percentile }: Reliability) => [
    who,
    String(pairs),
    match.toFixed(3),
    percentile.toFixed(3),
  ];
  table(
    ['of whom', 'pairs', 'match', 'own-scale percentiles'],
    [row('those with films in common', together), row('anyone', all)],
  );
  return [{ name: 'taste match, split-half reliability', value: together.match, atLeast: 0.7 }];
}
