import { type DataSet, ratingsByMovie, some } from './movielens.js';
import { say, type Target, table } from './report.js';
import { estimateOf } from './scoring.js';
import { windows } from './windows.js';

const HOURS = { '24 hours': 24, '7 days': 7 * 24 };
const MOST = 0.001;

/** How often what people really did is taken for a burst: every window of every movie's history. */
export function falseAlarms(dataSets: readonly DataSet[]): Target[] {
  const targets: Target[] = [];
  const rows: string[][] = [];
  for (const data of dataSets) {
    const { noise } = estimateOf(some(data, [...data.movies.keys()])).model;
    const ends = { lowest: data.lowest, highest: 5 };
    for (const [length, hours] of Object.entries(HOURS)) {
      let [tested, flagged] = [0, 0];
      for (const ratings of ratingsByMovie(data)) {
        const votes = ratings.map((k) => ({ time: data.times[k]!, stars: data.stars[k]! }));
        for (const { from, to, burst } of windows(votes, hours, ends, noise)) {
          // Fewer are never tested: they would only make the share smaller.
          if (to - from + 1 < 4 || from < 3) continue;
          tested += 1;
          if (burst.isUnusual) flagged += 1;
        }
      }
      rows.push([data.name, length, `${tested}`, `${flagged}`, share(flagged / tested)]);
      const name = `${data.name}: false alarms, ${length}`;
      targets.push({ name, value: flagged / tested, atMost: MOST });
    }
  }
  say('\n## False alarms: windows of genuine histories\n');
  table(['data', 'window', 'tested', 'flagged', 'share'], rows);
  return targets;
}

function share(value: number): string {
  return `${(100 * value).toFixed(3)} %`;
}
