import { CompiledQuery, sql } from 'kysely';
import type { Db } from './atomic.js';
import type { Schema } from './schema.js';

type Value = string | number | null;

/** Well below the most parameters a statement may have, and few enough to be prepared once and kept. */
const PARAMETERS_A_STATEMENT = 1000;

/** Inserts many rows of one table with few statements; far quicker than building a query for each. */
export async function insertMany(
  db: Db,
  table: keyof Schema | 'movie_search' | 'search_word_letters',
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const atOnce = Math.floor(PARAMETERS_A_STATEMENT / columns.length);
  for (let i = 0; i < rows.length; i += atOnce) {
    const some = rows.slice(i, i + atOnce);
    const marks = `(${columns.map(() => '?').join(', ')})`;
    const values = some.map(() => marks).join(', ');
    const text = `insert into ${table} (${columns.join(', ')}) values ${values}`;
    await db.executeQuery(CompiledQuery.raw(text, some.flat()));
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
