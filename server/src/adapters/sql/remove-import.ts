import { sql } from 'kysely';
import type { ImportId } from '../../imports/import.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';

const ROWS_A_STATEMENT = 500;
const PARTS = [
  ['import_rows', 'place'],
  ['import_effects', 'movie_id'],
] as const;

/** As `removeImport`; false where the user has none of this id. */
export async function removeOwnImport(db: Db, userId: UserId, id: ImportId): Promise<boolean> {
  const mine = await db
    .selectFrom('imports')
    .select('id')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return mine !== undefined && removeImport(db, id);
}

/** Removes an import with all that hangs on it, a part at a time: of a million rows, one statement would hold up all others. */
export async function removeImport(db: Db, id: ImportId): Promise<boolean> {
  for (const [table, key] of PARTS) {
    while (await removePart(db, id, table, key)) await new Promise(setImmediate);
  }
  const { numDeletedRows } = await db.deleteFrom('imports').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** False when there is nothing left. */
async function removePart(db: Db, id: ImportId, table: string, key: string): Promise<boolean> {
  const [rows, at] = [sql.table(table), sql.ref(key)];
  const { rows: found } = await sql<{ last: number | null }>`
    select max(${at}) as last from (
      select ${at} from ${rows} where import_id = ${id}
      order by ${at} limit ${sql.lit(ROWS_A_STATEMENT)}) as first`.execute(db);
  const last = found[0]?.last ?? null;
  if (last === null) return false;
  await sql`delete from ${rows} where import_id = ${id} and ${at} <= ${last}`.execute(db);
  return true;
}
