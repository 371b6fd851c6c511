import { type Selectable, sql } from 'kysely';
import { STEPS_PER_STAR } from '../../ratings/stars.js';
import { emailKey } from '../../users/email.js';
import { handleKey } from '../../users/handle.js';
import type { UserChange, Users } from '../../users/ports.js';
import type { User, UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import { pageOf } from './keyset.js';
import type { Schema } from './schema.js';
import { withdrawFromTallies } from './tallies.js';

export function sqlUsers(db: Db): Users {
  return {
    add: ({ handle, displayName, email, passwordHash, role }, now) =>
      atomic(db, async (tx) => {
        const key = handleKey(handle);
        if ((await idBy(tx, 'handle_key', key)) !== null) return { taken: 'handle' };
        const mail = email === null ? null : emailKey(email);
        if (mail !== null && (await idBy(tx, 'email_key', mail)) !== null)
          return { taken: 'email' };
        const anyone = await tx.selectFrom('users').select('id').limit(1).executeTakeFirst();
        const row = await tx
          .insertInto('users')
          .values({
            handle,
            handle_key: key,
            display_name: displayName,
            display_key: handleKey(displayName),
            email,
            email_key: mail,
            password_hash: passwordHash,
            role: anyone === undefined ? 'ADMIN' : role,
            created_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return { user: toUser(row) };
      }),

    find: (id) => findUser(db, id),

    async findByHandle(handle) {
      const row = await db
        .selectFrom('users')
        .selectAll()
        .where('handle_key', '=', handleKey(handle))
        .executeTakeFirst();
      return row === undefined ? null : toUser(row);
    },

    async findForSignIn(name) {
      const row = await db
        .selectFrom('users')
        .selectAll()
        .where(({ eb, or }) =>
          or([eb('handle_key', '=', handleKey(name)), eb('email_key', '=', emailKey(name))]),
        )
        .executeTakeFirst();
      return row === undefined ? null : { user: toUser(row), passwordHash: row.password_hash };
    },

    change: (id, change) =>
      atomic(db, async (tx) => {
        const user = await findUser(tx, id);
        if (user === null) return 'gone';
        const loses = change.role === 'USER' || change.disabled === true;
        if (loses && (await isLastAdmin(tx, user))) return 'last-admin';
        const mail = change.email == null ? null : emailKey(change.email);
        const owner = mail === null ? null : await idBy(tx, 'email_key', mail);
        if (owner !== null && owner !== id) return { taken: 'email' };
        if (change.passwordHash !== undefined || change.disabled === true) {
          await tx.deleteFrom('tokens').where('user_id', '=', id).execute();
        }
        const columns = columnsOf(change, mail);
        if (Object.keys(columns).length > 0) {
          await tx.updateTable('users').set(columns).where('id', '=', id).execute();
        }
        return { user: (await findUser(tx, id)) ?? user };
      }),

    remove: (id) =>
      atomic(db, async (tx) => {
        const user = await findUser(tx, id);
        if (user === null) return 'gone';
        const alone =
          (await tx.selectFrom('users').select('id').where('id', '<>', id).executeTakeFirst()) ===
          undefined;
        if (!alone && (await isLastAdmin(tx, user))) return 'last-admin';
        await withdrawFromTallies(tx, id);
        for (const table of ['ratings', 'rating_events', 'favourites', 'tokens'] as const) {
          await tx.deleteFrom(table).where('user_id', '=', id).execute();
        }
        await tx.deleteFrom('receipts').where('scope', 'like', `${id} %`).execute();
        await tx.deleteFrom('users').where('id', '=', id).execute();
        return 'removed';
      }),

    async list({ q, role }, page) {
      let users = db.selectFrom('users');
      if (role !== undefined) users = users.where('role', '=', role);
      if (q !== undefined) users = users.where(named(q));
      const { rows, next } = await pageOf(
        users.selectAll(),
        [{ by: sql`users.id`, descending: false }],
        page,
      );
      const { total } = await users
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { items: rows.map(toUser), next, total };
    },

    async favouriteGenres(id, limit) {
      const rows = await db
        .selectFrom('ratings')
        .innerJoin('movie_genres', 'movie_genres.movie_id', 'ratings.movie_id')
        .innerJoin('genres', 'genres.id', 'genre_id')
        .select(({ fn }) => [
          'name',
          fn.countAll<number>().as('count'),
          fn.sum<number>('stars').as('steps'),
        ])
        .where('user_id', '=', id)
        .groupBy('name')
        .orderBy('count', 'desc')
        .orderBy('steps', 'desc')
        .orderBy('name')
        .limit(limit)
        .execute();
      return rows.map(({ name, count, steps }) => ({
        name,
        count,
        mean: steps / (count * STEPS_PER_STAR),
      }));
    },

    async counts(id) {
      const count = (table: 'ratings' | 'favourites') =>
        db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .where('user_id', '=', id)
          .executeTakeFirstOrThrow();
      const [ratings, favourites] = await Promise.all([count('ratings'), count('favourites')]);
      return { ratings: ratings.n, favourites: favourites.n };
    },
  };
}

async function findUser(db: Db, id: UserId): Promise<User | null> {
  const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toUser(row);
}

async function idBy(db: Db, column: 'handle_key' | 'email_key', key: string) {
  const row = await db.selectFrom('users').select('id').where(column, '=', key).executeTakeFirst();
  return row?.id ?? null;
}

async function isLastAdmin(db: Db, user: User): Promise<boolean> {
  if (user.role !== 'ADMIN' || user.disabled) return false;
  const other = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'ADMIN')
    .where('disabled', '=', 0)
    .where('id', '<>', user.id)
    .executeTakeFirst();
  return other === undefined;
}

function columnsOf(change: UserChange, mail: string | null) {
  return {
    ...(change.displayName !== undefined && {
      display_name: change.displayName,
      display_key: handleKey(change.displayName),
    }),
    ...(change.email !== undefined && { email: change.email, email_key: mail }),
    ...(change.scale !== undefined && { scale: change.scale }),
    ...(change.privacy !== undefined && { privacy: change.privacy }),
    ...(change.role !== undefined && { role: change.role }),
    ...(change.disabled !== undefined && { disabled: change.disabled ? 1 : 0 }),
    ...((change.passwordHash ?? change.rehash) !== undefined && {
      password_hash: change.passwordHash ?? change.rehash ?? null,
    }),
  };
}

function named(q: string) {
  const part = `%${handleKey(q).replace(/[\\%_]/g, (special) => `\\${special}`)}%`;
  return sql<boolean>`(handle_key like ${part} escape '\\' or display_key like ${part} escape '\\'
    or email_key like ${part} escape '\\')`;
}

export function toUser(row: Selectable<Schema['users']>): User {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.display_name,
    email: row.email,
    role: row.role,
    scale: row.scale,
    privacy: row.privacy,
    disabled: row.disabled === 1,
    createdAt: row.created_at,
  };
}
