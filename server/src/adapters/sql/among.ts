import type { RawBuilder } from 'kysely';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';

/** Ids to look for; the statement is the same for however many. */
export function among<Id extends number>(db: Db, ids: readonly Id[]): RawBuilder<Id> {
  return engineOf(db).bulk.idsOf<Id>(JSON.stringify(ids));
}
