import { sql } from 'kysely';
import type { Difference } from '../../ratings/ports.js';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';
import { insertMany } from './insert-many.js';
import { giveOnlyNewIds } from './last-ids.js';
import { moveChunks } from './move-chunks.js';
import { rebuildSearch } from './move-search.js';
import { rebuildTallies, sumOfTallies } from './move-tallies.js';
import { withBareTables } from './postgres-bare.js';
import { sqlRecount } from './recount.js';
import { HANDED_OVER, POSTGRES_TABLES } from './tables.js';

const ROWS_A_PAGE = 4000;
/** How many rows of each table. */
export type Moved = { table: string; count: number }[];

type Progress = {
  begin(rows: number): void;
  /** What is being done. */
  stage(what: string): void;
  done(rows: number): void;
};

/**
 * Copies all into an empty database, all or nothing, and recounts it there. Nobody writes to either meanwhile. Throws
 * a sentence when the target is not empty, or what arrived is not what was sent.
 */
export function moveAll(source: Db, target: Db, progress: Progress): Promise<Moved> {
  // Not read only: a rating that is acknowledged meanwhile would stay behind.
  return source
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (from) => {
      await lockTables(from);
      return target.transaction().execute(async (to) => {
        await lockTables(to);
        await refuseFilled(to);
        return copyAll(from, to, progress);
      });
    });
}

async function copyAll(from: Db, to: Db, progress: Progress): Promise<Moved> {
  const rows: Moved = [];
  for (const [table] of HANDED_OVER) rows.push({ table, count: await countOf(from, table) });
  progress.begin(rows.reduce((sum, { count }) => sum + count, 0));
  await bare(to, async () => {
    for (const [table, key] of HANDED_OVER) {
      progress.stage(`Moving ${table}`);
      await copyTable(from, to, table, key, progress);
    }
    progress.stage('Moving what predicts');
    await moveChunks(from, to);
    progress.stage('Counting ratings');
    await rebuildTallies(from, to);
    progress.stage('Gathering words');
    await rebuildSearch(from, to);
    progress.stage('Making indexes');
  });
  await giveOnlyNewIds(from, to);
  progress.stage('Recounting');
  await verify(from, to, rows);
  return rows;
}

/** Nobody reads what is not there yet: it has its indexes only when it is whole. */
function bare(to: Db, work: () => Promise<void>): Promise<void> {
  const { kind, bulk } = engineOf(to);
  return kind === 'postgres'
    ? withBareTables(to, POSTGRES_TABLES, work)
    : bulk.withoutIndexes(
        to,
        HANDED_OVER.map(([table]) => table),
        work,
      );
}

async function copyTable(
  from: Db,
  to: Db,
  table: string,
  key: readonly string[],
  { done }: Progress,
): Promise<void> {
  let rows = await pageOf(from, table, key, null);
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    const columns = Object.keys(last);
    const values = rows.map((row) => columns.map((column) => row[column] ?? null));
    await insertMany(engineOf(to).bulk, to, table, columns, values);
    done(rows.length);
    // Lets the progress bar be drawn.
    await new Promise(setImmediate);
    rows = await pageOf(from, table, key, last);
  }
}

type Fields = { [column: string]: Row[number] };

async function pageOf(
  db: Db,
  table: string,
  key: readonly string[],
  after: Fields | null,
): Promise<Fields[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const behind =
    after && sql`where (${columns}) > (${sql.join(key.map((column) => after[column]))})`;
  const { rows } = await sql<Fields>`
    select * from ${sql.table(table)} ${behind ?? sql``}
    order by ${columns} limit ${sql.lit(ROWS_A_PAGE)}`.execute(db);
  return rows;
}

async function lockTables(db: Db): Promise<void> {
  for (const [table] of HANDED_OVER) await engineOf(db).lockTable(db, table);
}

async function refuseFilled(to: Db): Promise<void> {
  for (const [table] of HANDED_OVER) {
    if (table === 'secrets' || table === 'score_models') {
      // Made by a service that was started on it once.
      await to.deleteFrom(table).execute();
    } else if ((await countOf(to, table)) > 0) {
      throw new Error(`it is not empty: it holds ${table}`);
    }
  }
  await to.deleteFrom('search_words').execute();
}

async function verify(from: Db, to: Db, rows: Moved): Promise<void> {
  if (engineOf(to).kind === 'postgres') {
    const tables = POSTGRES_TABLES.map((table) => sql.table(table));
    await sql`analyze ${sql.join(tables)}`.execute(to);
  }
  for (const { table, count } of rows) {
    const arrived = await countOf(to, table);
    if (arrived !== count) throw new Error(`of ${count} rows of ${table}, ${arrived} arrived`);
  }
  const { differences } = await sqlRecount(to).differences();
  const [first] = differences;
  if (first !== undefined) {
    throw new Error(
      `its ratings do not add up: ${nameOf(first)}${first.what}; see "halfstar verify"`,
    );
  }
  const [sent, arrived] = [await sumOfTallies(from), await sumOfTallies(to)];
  if (sent !== arrived) {
    throw new Error('its tallies do not add up to its ratings; see "halfstar verify"');
  }
}

function nameOf({ movieId }: Difference): string {
  return movieId === null ? '' : `movie ${movieId}, `;
}

async function countOf(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(table)}`.execute(db);
  return rows[0]?.n ?? 0;
}
