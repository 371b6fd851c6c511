import { CompiledQuery, sql } from 'kysely';
import type { Db } from './atomic.js';
import type { Schema } from './schema.js';

type Value = string | number | null;

/**
 * Below the most a statement may have (32,766). A thousand films are one statement: the search index writes out what
 * it has gathered at each that inserts several rows.
 */
const PARAMETERS_A_STATEMENT = 8000;

/** Inserts many rows of one table with few statements; far quicker than building a query for each. */
export async function insertMany(
  db: Db,
  table: keyof Schema | 'movie_search',
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const atOnce = Math.floor(PARAMETERS_A_STATEMENT / columns.length);
  const marks = `(${columns.map(() => '?').join(', ')})`;
  for (let i = 0; i < rows.length; i += atOnce) {
    const some = rows.slice(i, i + atOnce);
    const values = some.map(() => marks).join(', ');
    const parameters: Value[] = [];
    for (const row of some) parameters.push(...row);
    const text = `insert into ${table} (${columns.join(', ')}) values ${values}`;
    await db.executeQuery(CompiledQuery.raw(text, parameters));
  }
}

/**
 * The largest id given so far, 0 for none: where rows that bring their own ids begin. Also ids whose rows are gone
 * count, for their history is still there.
 */
export async function largestId(db: Db, table: 'movies' | 'people'): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select seq from sqlite_sequence where name = ${table}`.execute(db);
  return rows[0]?.seq ?? 0;
}

/**
 * Runs `work` with the indexes of these tables gone and makes them again: over many rows at once that costs half of
 * keeping them while each is inserted. For tables that hold little yet; in a transaction.
 */
export async function withoutIndexes<T>(
  db: Db,
  tables: readonly (keyof Schema)[],
  work: () => Promise<T>,
): Promise<T> {
  // Those without a text belong to a constraint.
  const { rows } = await sql<{ name: string; text: string }>`
    select name, sql as text from sqlite_master
    where type = 'index' and sql is not null and tbl_name in (${sql.join(tables)})
    order by rowid`.execute(db);
  for (const { name } of rows) await sql`drop index ${sql.ref(name)}`.execute(db);
  const done = await work();
  for (const { text } of rows) {
    await db.executeQuery(CompiledQuery.raw(text));
    // Making one takes long enough to hold up other work.
    await new Promise(setImmediate);
  }
  return done;
}
