/**
 * Runs every bench but those of growth, which take long, or the one that is named, and writes what was measured into
 * bench/RESULTS.md.
 *
 *   npm run bench [-- NAME]
 */
import { growthOnPostgres, growthOnSqlite } from './growth/growth.js';
import { loadTest } from './load-test/load-test.js';
import { atRest } from './speed/at-rest.js';
import type { Bench } from './speed/bench.js';
import { besideWrites } from './speed/beside-writes.js';
import { bulkLoad } from './speed/bulk-load.js';
import { hotFilm } from './speed/hot-film.js';
import { hotMovie } from './speed/hot-movie.js';
import { importMemory } from './speed/import-memory.js';
import { imports } from './speed/imports.js';
import { predictionsPage } from './speed/predictions-page.js';
import { profile } from './speed/profile.js';
import { ratePostgres } from './speed/rate-postgres.js';
import { rateSqlite } from './speed/rate-sqlite.js';
import { search } from './speed/search.js';
import { writeResults } from './table.js';

const BENCHES: Bench[] = [
  hotFilm,
  search,
  rateSqlite,
  ratePostgres,
  hotMovie,
  besideWrites,
  profile,
  predictionsPage,
  atRest,
  bulkLoad,
  imports,
  importMemory,
  loadTest,
];
/** Longer than all others together: only when it is named. */
const BY_NAME: Bench[] = [growthOnSqlite, growthOnPostgres];

const [name] = process.argv.slice(2);
const all = [...BENCHES, ...BY_NAME];
const wanted = name === undefined ? BENCHES : all.filter((bench) => bench.name === name);
if (wanted.length === 0) {
  const names = all.map((bench) => bench.name).join(', ');
  process.stderr.write(`There is no bench "${name}"; there are ${names}.\n`);
  process.exit(2);
}
for (const bench of wanted) {
  const rows = await bench.run();
  writeResults(bench.name, rows);
  for (const { work, against, measured, least, isHeld, figures } of rows) {
    const verdict = isHeld ? 'held  ' : 'MISSED';
    process.stdout.write(`${verdict} ${work} / ${against}: ${measured} (${least}); ${figures}\n`);
  }
}
