import type { DataSet } from '../scores/movielens.js';
import { say, type Target, table } from '../scores/report.js';
import { type Reliability, splitHalf } from './matching.js';

export async function matching(ml100k: DataSet, small: DataSet): Promise<Target[]> {
  say(
    '\n## Taste match: do both halves of people’s ratings say the same (split-half reliability, and of ranks)\n',
  );
  const found = [];
  for (const data of [ml100k, small]) found.push({ name: data.name, ...(await splitHalf(data)) });
  const both = ({ value, ranks }: Reliability['match']) =>
    `${value.toFixed(3)} / ${ranks.toFixed(3)}`;
  const row = (who: string, { pairs, match, percentile }: Reliability) => [
    who,
    String(pairs),
    both(match),
    both(percentile),
  ];
  table(
    ['of whom', 'pairs', 'match', 'own-scale percentiles'],
    found.flatMap(({ name, together, all }) => [
      row(`${name}, with films in common`, together),
      row(`${name}, anyone`, all),
    ]),
  );
  say('\nHow far the match by one half foretells who agrees in the other (of ranks)\n');
  table(
    ['data', 'match', 'own-scale percentiles'],
    found.map(({ name, foretells: { match, percentile } }) => [
      name,
      match.toFixed(3),
      percentile.toFixed(3),
    ]),
  );
  return found.flatMap(({ name, together, all }) => [
    {
      name: `${name}, taste match, with films in common`,
      value: together.match.value,
      atLeast: 0.7,
    },
    { name: `${name}, taste match, anyone`, value: all.match.value, atLeast: 0.7 },
  ]);
}
