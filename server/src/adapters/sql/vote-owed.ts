import { sql } from 'kysely';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';

/** Someone whose ratings changed, and up to which of their changes. */
export type Owed = { id: UserId; revision: number };

/**
 * People whose ratings changed, beyond one, who stay until the transaction ends. They may rate meanwhile
 * without waiting; who has their own row locked as a whole, as rating with `If-Match` does, waits until then.
 */
export async function readOwed(tx: Db, limit: number, after: UserId): Promise<Owed[]> {
  const owed = tx
    .selectFrom('users')
    .select(['id', 'revision'])
    .where('owed', '=', sql.lit(1))
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit);
  // Who is leaving at this moment is left out.
  return (engineOf(tx).kind === 'postgres' ? owed.forKeyShare().skipLocked() : owed).execute();
}

/** Those of them who have changed nothing since, nor are about to; they do not until the transaction ends. */
export async function lockUnchanged(tx: Db, people: readonly Owed[]): Promise<UserId[]> {
  const { kind, bulk } = engineOf(tx);
  if (kind === 'sqlite' || people.length === 0) return people.map(({ id }) => id);
  const rows = people.map(({ id, revision }) => [id, revision]);
  const { rows: found } = await sql<{ id: UserId }>`
    select users.id from users
    inner join ${bulk.recordset('users', ['id', 'revision'], rows)} as given
      on given.id = users.id and given.revision = users.revision
    for no key update of users skip locked`.execute(tx);
  return found.map(({ id }) => id);
}
