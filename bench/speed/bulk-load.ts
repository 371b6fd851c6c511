import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openStore } from '../../server/src/open-store.js';
import { someFilms } from '../../server/test/support/films.js';
import { cleanUp, startProgram, temporaryFolder } from '../../server/test/support/process.js';
import { aUser } from '../../server/test/support/some.js';
import { median } from '../measure.js';
import type { Bench, Row } from './bench.js';
import { type BulkData, generatedSet } from './bulk-data.js';
import { insertRaw, type RawRows, type RawTable, rowsOf, TABLES } from './bulk-raw.js';
import { ENGINES, type Engine, emptyDatabase } from './engine.js';

const FILMS = 10_000;
const RATINGS = 1_000_000;
const ROUNDS = 3;
const LEAST = 0.4;
const NOW = Date.UTC(2026, 0, 1);
/** Not ours to ship: it lies beside the checkout, or nowhere. */
const SMALL = join(import.meta.dirname, '../../../shared/data/movielens/ml-latest-small');

/**
 * A data set by `halfstar load`, from the start of the command to its end: with its people, tallies, history and change
 * feed; against the raw driver, or psql's \copy, that puts the same rows of ratings, history and tallies into the same
 * tables, in one transaction. Beside it, against the ratings alone.
 */
export const bulkLoad: Bench = {
  name: 'bulk-load',
  async run() {
    const rows: Row[] = [];
    try {
      const sets = [
        {
          data: await generatedSet(FILMS, RATINGS),
          what: '10⁶ ratings',
          rounds: ROUNDS,
          least: LEAST,
        },
        ...(existsSync(SMALL)
          ? [{ data: mlLatestSmall(), what: 'ml-latest-small', rounds: ROUNDS, least: null }]
          : []),
      ];
      for (const engine of ENGINES) {
        for (const set of sets) rows.push(...(await measure(engine, set)));
      }
    } finally {
      await cleanUp();
    }
    return rows;
  },
};

type Wanted = { data: BulkData; what: string; rounds: number; least: number | null };

async function measure(engine: Engine, { data, what, rounds, least }: Wanted): Promise<Row[]> {
  const taken = { load: [] as number[], same: [] as number[], alone: [] as number[] };
  let rows: RawRows | null = null;
  for (let round = 0; round < rounds; round++) {
    const loaded = await load(engine, data);
    taken.load.push(loaded.seconds);
    rows ??= await rowsOf(loaded.database, data.folder);
    await loaded.database.drop();
    taken.same.push(await insertedRaw(engine, rows, TABLES));
    taken.alone.push(await insertedRaw(engine, rows, ['ratings']));
  }
  const seconds = median(taken.load);
  const driver = engine === 'SQLite' ? 'raw driver' : 'psql \\copy';
  const against = (raw: number, against: string, least: number | null): Row => ({
    work: `load of ${what}, ${engine}: whole command`,
    against: `${driver}, ${against}`,
    least: least === null ? '–' : `≥ ${least} of its speed`,
    measured: (raw / seconds).toFixed(2),
    isHeld: least === null || raw / seconds >= least,
    figures: `${seconds.toFixed(1)} s, ${Math.round((rows?.ratings ?? 0) / seconds)} ratings/s; floor ${raw.toFixed(1)} s`,
  });
  return [
    against(median(taken.same), 'the same ratings, history and tallies', least),
    against(median(taken.alone), 'ratings alone', null),
  ];
}

async function load(engine: Engine, { folder, films }: BulkData) {
  const database = await emptyDatabase(engine);
  await prepare(database.place, films, 0);
  const began = performance.now();
  const program = startProgram(['load', 'movielens', folder], { DATABASE_URL: database.url });
  const { code } = await program.ended;
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(program.err.join('\n'));
  return { seconds, database };
}

async function insertedRaw(
  engine: Engine,
  rows: RawRows,
  tables: readonly RawTable[],
): Promise<number> {
  const database = await emptyDatabase(engine);
  await prepare(database.place, rows.films, rows.people);
  const seconds = await insertRaw(database, rows, tables);
  await database.drop();
  return seconds;
}

/** With so many people who have not rated, ids from 2, behind the one account that is there. */
async function prepare(
  place: Awaited<ReturnType<typeof emptyDatabase>>['place'],
  films: number,
  people: number,
): Promise<void> {
  const store = await openStore({ database: place, synced: false });
  await store.catalogue.load(await someFilms(films), NOW, () => {});
  await store.users.add(aUser('ana'), NOW);
  const raters = Array.from({ length: people }, (_, n) => ({
    handle: `movielens-${n}`,
    ratings: [],
  }));
  if (people > 0) await store.raters.add(raters, NOW, () => {});
  await store.close();
}

function mlLatestSmall(): BulkData {
  const folder = temporaryFolder();
  for (const name of ['ratings.csv', 'movies.csv', 'links.csv']) {
    writeFileSync(join(folder, name), gunzipSync(readFileSync(join(SMALL, `${name}.gz`))));
  }
  return { folder, films: FILMS };
}
