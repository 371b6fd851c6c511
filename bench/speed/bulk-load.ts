import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'libsql';
import { openStore } from '../../server/src/open-store.js';
import { someFilms } from '../../server/test/support/films.js';
import { cleanUp, startProgram, temporaryFolder } from '../../server/test/support/process.js';
import { aUser } from '../../server/test/support/some.js';
import { median } from '../measure.js';
import type { Bench, Row } from './bench.js';
import { type BulkData, generatedSet, type RawRating } from './bulk-data.js';
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
 * feed; against the raw driver, or psql's \copy, that puts its ratings alone into the same table, in one transaction.
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
        for (const set of sets) rows.push(await measure(engine, set));
      }
    } finally {
      await cleanUp();
    }
    return rows;
  },
};

type Wanted = { data: BulkData; what: string; rounds: number; least: number | null };

async function measure(engine: Engine, { data, what, rounds, least }: Wanted): Promise<Row> {
  const taken = { load: [] as number[], raw: [] as number[] };
  const sorted = [...data.ratings].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (let round = 0; round < rounds; round++) {
    taken.load.push(await loaded(engine, data));
    taken.raw.push(await insertedRaw(engine, data.films, sorted));
  }
  const [load, raw] = [median(taken.load), median(taken.raw)];
  const ratio = raw / load;
  return {
    work: `load of ${what}, ${engine}: whole command`,
    against: engine === 'SQLite' ? 'raw driver, ratings alone' : 'psql \\copy, ratings alone',
    least: least === null ? '–' : `≥ ${least} of its speed`,
    measured: ratio.toFixed(2),
    isHeld: least === null || ratio >= least,
    figures: `${load.toFixed(1)} s, ${Math.round(sorted.length / load)} ratings/s; floor ${raw.toFixed(1)} s`,
  };
}

async function loaded(engine: Engine, { folder, films }: BulkData): Promise<number> {
  const database = await emptyDatabase(engine);
  await prepare(database.place, films, []);
  const began = performance.now();
  const program = startProgram(['load', 'movielens', folder], { DATABASE_URL: database.url });
  const { code } = await program.ended;
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(program.err.join('\n'));
  await database.drop();
  return seconds;
}

/** With the people that the ratings are of, ids from 2, behind the one account that is there. */
async function insertedRaw(
  engine: Engine,
  films: number,
  ratings: readonly RawRating[],
): Promise<number> {
  const database = await emptyDatabase(engine);
  const people = [...new Set(ratings.map(([person]) => person))];
  await prepare(database.place, films, people);
  const seconds =
    database.place.kind === 'file'
      ? insertedInto(database.place.path, ratings)
      : copiedInto(database.url, ratings);
  await database.drop();
  return seconds;
}

async function prepare(
  place: Awaited<ReturnType<typeof emptyDatabase>>['place'],
  films: number,
  people: readonly number[],
): Promise<void> {
  const store = await openStore({ database: place, synced: false });
  await store.catalogue.load(await someFilms(films), NOW, () => {});
  await store.users.add(aUser('ana'), NOW);
  const raters = people.map((person) => ({ handle: `movielens-${person}`, ratings: [] }));
  if (raters.length > 0) await store.raters.add(raters, NOW, () => {});
  await store.close();
}

function insertedInto(file: string, ratings: readonly RawRating[]): number {
  const began = performance.now();
  const database = new Database(file);
  database.pragma('foreign_keys = ON');
  database.pragma('synchronous = NORMAL');
  database.pragma('cache_size = -65536');
  const insert = database.prepare('insert into ratings values (?, ?, ?, null, ?, ?, 1)');
  database.exec('begin immediate');
  for (const [person, film, stars, at] of ratings) insert.run(person + 1, film, stars, at, at);
  database.exec('commit');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  return (performance.now() - began) / 1000;
}

function copiedInto(url: string, ratings: readonly RawRating[]): number {
  const file = join(temporaryFolder(), 'ratings.tsv');
  const lines = ratings.map(([person, film, stars, at]) =>
    [person + 1, film, stars, at, at, 1].join('\t'),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  const columns = 'user_id, movie_id, stars, rated_at, updated_at, revision';
  const began = performance.now();
  const { status, stderr } = spawnSync(
    'psql',
    [url, '-v', 'ON_ERROR_STOP=1', '-c', `\\copy ratings (${columns}) from '${file}'`],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - began) / 1000;
}

function mlLatestSmall(): BulkData {
  const folder = temporaryFolder();
  for (const name of ['ratings.csv', 'movies.csv', 'links.csv']) {
    writeFileSync(join(folder, name), gunzipSync(readFileSync(join(SMALL, `${name}.gz`))));
  }
  const [, ...lines] = readFileSync(join(folder, 'ratings.csv'), 'utf8').trimEnd().split('\n');
  const films = new Map<string, number>();
  const ratings = lines.map((line): RawRating => {
    const [person, film = '', stars, seconds] = line.split(',');
    if (!films.has(film)) films.set(film, films.size + 1);
    return [Number(person), films.get(film) as number, Number(stars) * 20, Number(seconds) * 1000];
  });
  return { folder, films: FILMS, ratings };
}
