import { sql } from 'kysely';
import type { Db } from './atomic.js';
import type { Bulk, Row } from './engine.js';

/** A thousand films are one statement: an index writes out what it has gathered at each that inserts several rows. */
const VALUES_A_STATEMENT = 50_000;

/** Inserts many rows of one table with few statements; far quicker than building a query for each. */
export async function insertMany(
  { recordset }: Pick<Bulk, 'recordset'>,
  db: Db,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const atOnce = Math.floor(VALUES_A_STATEMENT / columns.length);
  const names = sql.join(columns.map((column) => sql.ref(column)));
  for (let i = 0; i < rows.length; i += atOnce) {
    const some = recordset(table, columns, rows.slice(i, i + atOnce));
    await sql`insert into ${sql.table(table)} (${names}) select ${names} from ${some} as given`.execute(
      db,
    );
  }
}
