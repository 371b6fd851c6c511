/**
 * How good the scores of server/src/scores are on MovieLens, beside the plain mean, the median, IMDb's formula and Evan
 * Miller's: from few votes, in charts, under attack; and how often genuine histories look like an attack.
 * server/src/http/methods/habits-1.md quotes it. Fails when a target is missed.
 *
 *   npx tsx bench/scores/run.ts FOLDER_OF_MOVIELENS [--quick]
 *
 * The folder has `ml-100k` (u.data.gz, u.item.gz, u.genre) and `ml-latest-small` (ratings.csv.gz, movies.csv.gz), which
 * are GroupLens' and may not be passed on: https://grouplens.org/datasets/movielens/
 */
import { falseAlarms } from './alarms.js';
import { attacks } from './attacks.js';
import { charts } from './charts.js';
import { fewVotes } from './few-votes.js';
import { readDataSets, some } from './movielens.js';
import { judge, say } from './report.js';
import { estimateOf } from './scoring.js';
import { speed } from './speed.js';

const [folder, mode] = process.argv.slice(2);
if (folder === undefined || (mode !== undefined && mode !== '--quick')) {
  say('usage: npx tsx bench/scores/run.ts FOLDER_OF_MOVIELENS [--quick]');
  process.exit(2);
}
const isQuick = mode === '--quick';

const dataSets = readDataSets(folder);
for (const data of dataSets) {
  const { model } = estimateOf(some(data, [...data.movies.keys()]));
  const { mean, noise, raterSpread, movieSpread, trust, ratings } = model;
  say(
    `${data.name}: ${ratings} ratings, ${data.raterCount} raters; mean ${mean.toFixed(3)}, noise ${noise.toFixed(3)}, ` +
      `rater spread ${raterSpread.toFixed(3)}, movie spread ${movieSpread.toFixed(3)}, trust ${trust.toFixed(2)}`,
  );
}
const targets = [
  ...dataSets.flatMap((data) => fewVotes(data, isQuick ? 4 : 50)),
  ...dataSets.flatMap((data) => charts(data, isQuick ? 10 : 50)),
  ...dataSets.flatMap((data) => attacks(data, isQuick ? 10 : 20)),
  ...falseAlarms(dataSets),
];
speed(1_000_000);

say('\n## Targets\n');
process.exitCode = judge(targets) ? 0 : 1;
