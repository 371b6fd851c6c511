import { sql } from 'kysely';
import { emailKey } from '../../users/email.js';
import { handleKey } from '../../users/handle.js';
import type { Users } from '../../users/ports.js';
import type { User, UserId } from '../../users/user.js';
import { atomic, type Db, locked } from './atomic.js';
import { engineOf } from './engines.js';
import { pageOf } from './keyset.js';
import { withdrawFromDays } from './prediction-quality.js';
import { statement } from './statement.js';
import { oweEverRated, withdrawFromTallies } from './tallies.js';
import { countsOf, favouriteGenresOf } from './user-facts.js';
import { columnsOf, toUser, USER_COLUMNS } from './user-rows.js';
import { withdrawFromHours } from './vote-sums.js';

/** What goes with a person, beside all that is counted elsewhere. */
const OF_ONE_USER = [
  'ratings',
  'rating_events',
  'favourites',
  'set_aside',
  'companions',
  'tokens',
] as const;

export function sqlUsers(db: Db): Users {
  return {
    add: ({ handle, displayName, email, passwordHash, role }, now) =>
      atomic(db, async (tx) => {
        const key = handleKey(handle);
        if ((await idBy(tx, 'handle_key', key)) !== null) return { taken: 'handle' };
        const mail = email === null ? null : emailKey(email);
        if (mail !== null && (await idBy(tx, 'email_key', mail)) !== null)
          return { taken: 'email' };
        const isFirst = await nobodyIsThere(tx);
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
            role: isFirst ? 'ADMIN' : role,
            created_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return { user: toUser(row) };
      }),

    find: (id) => findUser(db, id),
    lock: (id) => lockUser(db, id),

    async findByHandle(handle) {
      const [row] = await findByHandleKey(db, { key: handleKey(handle) });
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
        const user = await lockUser(tx, id);
        if (user === null) return 'gone';
        const loses = change.role === 'USER' || change.disabled === true;
        if (loses && (await isLastAdmin(tx, user))) return 'last-admin';
        const mail = change.email == null ? null : emailKey(change.email);
        const owner = mail === null ? null : await idBy(tx, 'email_key', mail);
        if (owner !== null && owner !== id) return { taken: 'email' };
        const { replacing, askedBy } = change;
        if (replacing !== undefined && (await hashOf(tx, id)) !== replacing) return 'outdated';
        if (askedBy !== undefined && !(await isToken(tx, askedBy))) return 'outdated';
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
        // Nobody rates as this user while the ratings are withdrawn.
        const user = await lockUser(tx, id);
        if (user === null) return 'gone';
        const alone =
          (await tx.selectFrom('users').select('id').where('id', '<>', id).executeTakeFirst()) ===
          undefined;
        if (!alone && (await isLastAdmin(tx, user))) return 'last-admin';
        await withdrawFromTallies(tx, id);
        await oweEverRated(tx, id);
        await withdrawFromHours(tx, id);
        await withdrawFromDays(tx, sql`user_id = ${id}`);
        for (const table of OF_ONE_USER) {
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
        users.select(USER_COLUMNS),
        [{ by: sql`users.id`, descending: false }],
        page,
      );
      const { total } = await users
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { items: rows.map(toUser), next, total };
    },

    favouriteGenres: (id, limit) => favouriteGenresOf(db, id, limit),
    counts: (id) => countsOf(db, id),
  };
}

async function findUser(db: Db, id: UserId): Promise<User | null> {
  const [row] = await findRow(db, { id });
  return row === undefined ? null : toUser(row);
}

const findByHandleKey = statement((db, { key }: { key: string }) =>
  db.selectFrom('users').select(USER_COLUMNS).where('handle_key', '=', key).compile(),
);

const findRow = statement((db, { id }: { id: UserId }) =>
  db.selectFrom('users').select(USER_COLUMNS).where('id', '=', id).compile(),
);

async function lockUser(db: Db, id: UserId): Promise<User | null> {
  const row = await locked(
    engineOf(db),
    db.selectFrom('users').select(USER_COLUMNS).where('id', '=', id),
  ).executeTakeFirst();
  return row === undefined ? null : toUser(row);
}

async function hashOf(db: Db, id: UserId): Promise<string | null> {
  const users = db.selectFrom('users').select('password_hash').where('id', '=', id);
  return (await users.executeTakeFirst())?.password_hash ?? null;
}

async function isToken(db: Db, id: number): Promise<boolean> {
  const tokens = db.selectFrom('tokens').select('id').where('id', '=', id);
  return (await tokens.executeTakeFirst()) !== undefined;
}

/** Whoever else signs up at the same moment waits, and is not the first. */
async function nobodyIsThere(db: Db): Promise<boolean> {
  const anyone = () => db.selectFrom('users').select('id').limit(1).executeTakeFirst();
  if ((await anyone()) !== undefined) return false;
  await engineOf(db).lockTable(db, 'users');
  return (await anyone()) === undefined;
}

async function idBy(db: Db, column: 'handle_key' | 'email_key', key: string) {
  const row = await db.selectFrom('users').select('id').where(column, '=', key).executeTakeFirst();
  return row?.id ?? null;
}

async function isLastAdmin(db: Db, user: User): Promise<boolean> {
  if (user.role !== 'ADMIN' || user.disabled) return false;
  // One after the other, or two who leave at once would each see the other one stay. Not by a lock on the ADMINs
  // themselves: each has their own already, and would wait for the other's.
  await engineOf(db).lockTable(db, 'secrets');
  const other = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'ADMIN')
    .where('disabled', '=', 0)
    .where('id', '<>', user.id)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}

function named(q: string) {
  const part = `%${handleKey(q).replace(/[\\%_]/g, (special) => `\\${special}`)}%`;
  return sql<boolean>`(handle_key like ${part} escape '\\' or display_key like ${part} escape '\\'
    or email_key like ${part} escape '\\')`;
}
