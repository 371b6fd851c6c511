import type { Kysely } from 'kysely';
import type { Schema } from './schema.js';

export type Db = Kysely<Schema>;

/** Runs `work` on one state of the database, which others may go on changing. */
export function snapshot<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().setAccessMode('read only').execute(work);
}

/** Runs `work` in a transaction, or in the one it is already in. */
export function atomic<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}
