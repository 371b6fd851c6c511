import type { InferResult, Selectable } from 'kysely';
import type { TokenRecord, Tokens } from '../../users/ports.js';
import type { User } from '../../users/user.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';
import { together } from './together.js';
import { toUser, USER_COLUMNS } from './user-rows.js';

/** Who come together share a statement: of a server each answer is a message, and in the process each takes as much. */
const LOOKING_UP = { atOnce: 2, most: 64 };

type Found = { token: TokenRecord; user: User };

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
      return toToken(row, row.id, row.created_at);
    },

    find: db.isTransaction
      ? async (hash) => (await findAll(db, [hash]))[0] ?? null
      : together(LOOKING_UP, (hashes: readonly string[]) => findAll(db, hashes)),

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
      return rows.map((row) => toToken(row, row.id, row.created_at));
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

async function findAll(db: Db, hashes: readonly string[]): Promise<(Found | null)[]> {
  const [hash] = hashes as [string];
  const rows = await (hashes.length === 1
    ? findToken(db, { hash })
    : findTokens(db, { hashes: JSON.stringify(hashes) }));
  const found = new Map(rows.map((row) => [row.hash, toFound(row)]));
  return hashes.map((hash) => found.get(hash) ?? null);
}

/** As one among several it takes PostgreSQL twice as long. */
const findToken = statement((db, { hash }: { hash: string }) =>
  tokensAndUsers(db).select('hash').where('hash', '=', hash).compile(),
);

const findTokens = statement((db, { hashes }: { hashes: string }) =>
  tokensAndUsers(db).select('hash').where(engineOf(db).bulk.isAmongTexts('hash', hashes)).compile(),
);

function tokensAndUsers(db: Db) {
  return db
    .selectFrom('tokens')
    .innerJoin('users', 'users.id', 'tokens.user_id')
    .select(USER_COLUMNS)
    .select(['kind', 'name', 'scope', 'expires_at', 'last_used_at'])
    .select(['tokens.id as token_id', 'tokens.created_at as token_at']);
}

type FoundRow = InferResult<ReturnType<typeof tokensAndUsers>>[number];

function toFound(row: FoundRow): Found {
  return { token: toToken(row, row.token_id, row.token_at), user: toUser(row) };
}

type TokenRow = Pick<
  Selectable<Schema['tokens']>,
  'kind' | 'name' | 'scope' | 'expires_at' | 'last_used_at'
>;

function toToken(row: TokenRow, id: number, createdAt: number): TokenRecord {
  return {
    id,
    kind: row.kind,
    name: row.name,
    scope: row.scope,
    createdAt,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
