/**
 * How good the predictions of server/src/predictions are on MovieLens, beside averages, SVD++ with the defaults of
 * Surprise, EASE and own-scale percentiles, all in the same run; and how long they take.
 * server/src/http/methods/predictions-1.md quotes it. Fails when a target is missed.
 *
 *   npx tsx bench/predictions/run.ts FOLDER_OF_MOVIELENS [accuracy] [replay] [lists] [match] [speed] [size]
 *
 * The folder has `ml-100k` (u.data.gz, u.item.gz, u.genre) and `ml-latest-small` (ratings.csv.gz, movies.csv.gz), which
 * are GroupLens' and may not be passed on: https://grouplens.org/datasets/movielens/
 */
import { type DataSet, readDataSets } from '../scores/movielens.js';
import { judge, say, type Target } from '../scores/report.js';
import { accuracy } from './accuracy-part.js';
import { lists } from './lists-part.js';
import { matching } from './matching-part.js';
import { replays } from './replay-part.js';
import { size } from './size.js';
import { speed } from './speed.js';

const PARTS: Record<string, (big: DataSet, small: DataSet) => Promise<Target[]>> = {
  accuracy,
  replay: replays,
  lists,
  match: matching,
  speed,
  size,
};

const [folder, ...asked] = process.argv.slice(2);
if (folder === undefined || asked.some((part) => PARTS[part] === undefined)) {
  say(
    `usage: npx tsx bench/predictions/run.ts FOLDER_OF_MOVIELENS [${Object.keys(PARTS).join('] [')}]`,
  );
  process.exit(2);
}

const [ml100k, small] = readDataSets(folder) as [DataSet, DataSet];
const targets: Target[] = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  targets.push(...(await part(ml100k, small)));
}
say('\n## Targets\n');
process.exitCode = judge(targets) ? 0 : 1;
