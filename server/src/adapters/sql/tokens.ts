import type { Selectable } from 'kysely';
import type { TokenRecord, Tokens } from '../../users/ports.js';
import type { Db } from './atomic.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';
import { toUser } from './user-rows.js';

export function sqlTokens(db: Db): Tokens {
  return {
    async add({ userId, kind, name, scope, hash, expiresAt }, now) {
      const row = await db
        .insertInto('tokens')
        .values({
          user_id: userId,
          kind,
          name,
          scope,
          hash,
          created_at: now,
          expires_at: expiresAt,
          last_used_at: kind === 'session' ? now : null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toToken(row);
    },

    async find(hash) {
      const [row] = await findTokenAndUser(db, { hash });
      if (row === undefined) return null;
      const { token_id, token_at, ...user } = row;
      return { token: toToken({ ...row, id: token_id, created_at: token_at }), user: toUser(user) };
    },

    async touch(id, now) {
      await db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', id).execute();
    },

    async list(userId) {
      const rows = await db
        .selectFrom('tokens')
        .selectAll()
        .where('user_id', '=', userId)
        .where('kind', '=', 'access')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(toToken);
    },

    async remove(userId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('tokens')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async prune(idleSince, now) {
      const { numDeletedRows } = await db
        .deleteFrom('tokens')
        .where(({ and, eb, or }) =>
          or([
            eb('expires_at', '<=', now),
            and([eb('kind', '=', 'session'), eb('last_used_at', '<=', idleSince)]),
          ]),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

const findTokenAndUser = statement((db, { hash }: { hash: string }) =>
  db
    .selectFrom('tokens')
    .innerJoin('users', 'users.id', 'tokens.user_id')
    .selectAll('users')
    .select(['kind', 'name', 'scope', 'expires_at', 'last_used_at'])
    .select(['tokens.id as token_id', 'tokens.created_at as token_at'])
    .where('hash', '=', hash)
    .compile(),
);

function toToken(row: Omit<Selectable<Schema['tokens']>, 'user_id' | 'hash'>): TokenRecord {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    scope: row.scope,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
