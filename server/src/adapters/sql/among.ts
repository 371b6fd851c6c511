import type { RawBuilder, SqlBool } from 'kysely';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';

/** Whether a column has one of these ids; the statement is the same for however many. */
export function among(db: Db, column: string, ids: readonly number[]): RawBuilder<SqlBool> {
  return engineOf(db).bulk.isAmong(column, JSON.stringify(ids));
}
