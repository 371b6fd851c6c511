import { sql } from 'kysely';
import type { Companion, Companions } from '../../predictions/companions.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db, locked } from './atomic.js';
import { engineOf } from './engines.js';

type Row = {
  id: UserId;
  handle: string;
  display_name: string;
  agreed_at: number | null;
  they_agreed_at: number | null;
};

export function sqlCompanions(db: Db): Companions {
  return {
    add: (userId, companionId, now, most) =>
      atomic(db, async (tx) => {
        // Two of one's own at once are counted one after the other.
        const own = tx.selectFrom('users').select('id').where('id', '=', userId);
        const other = tx.selectFrom('users').select('id').where('id', '=', companionId);
        if ((await locked(engineOf(tx), own).executeTakeFirst()) === undefined) return null;
        if ((await other.executeTakeFirst()) === undefined) return null;
        const there = await tx
          .selectFrom('companions')
          .select(['companion_id', 'at'])
          .where('user_id', '=', userId)
          .execute();
        const same = there.find(({ companion_id }) => companion_id === companionId);
        if (same !== undefined) return { added: false, at: same.at };
        if (there.length >= most) return 'full';
        const row = { user_id: userId, companion_id: companionId, at: now };
        await tx.insertInto('companions').values(row).execute();
        return { added: true, at: now };
      }),

    async remove(userId, companionId) {
      const { numDeletedRows } = await db
        .deleteFrom('companions')
        .where(({ and, or }) =>
          or([
            and({ user_id: userId, companion_id: companionId }),
            and({ user_id: companionId, companion_id: userId }),
          ]),
        )
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async find(userId, companionId) {
      const { rows } =
        await sql<Row>`${companionsOf(userId)} and users.id = ${companionId}`.execute(db);
      return rows[0] === undefined ? null : toCompanion(rows[0]);
    },

    async list(userId, most) {
      const { rows } =
        await sql<Row>`${companionsOf(userId)} and (mine.at is not null or users.id in (
          select user_id from companions where companion_id = ${userId}
          order by at desc, user_id desc limit ${sql.lit(most)}))
        order by handle_key`.execute(db);
      return rows.map(toCompanion);
    },

    async mutual(userId, companionIds) {
      if (companionIds.length === 0) return [];
      const { rows } = await sql<Row>`${companionsOf(userId)}
        and mine.at is not null and theirs.at is not null
        and users.id in (${sql.join([...companionIds])}) order by users.id`.execute(db);
      return rows.map(({ id }) => id);
    },
  };
}

/** A select, to be narrowed further, of everyone of whom one of the two lets the other. */
function companionsOf(userId: UserId) {
  return sql`select users.id, users.handle, users.display_name,
      mine.at as agreed_at, theirs.at as they_agreed_at
    from users
    left join companions mine on mine.companion_id = users.id and mine.user_id = ${userId}
    left join companions theirs on theirs.user_id = users.id and theirs.companion_id = ${userId}
    where users.id in (
      select companion_id from companions where user_id = ${userId}
      union select user_id from companions where companion_id = ${userId})
    and users.disabled = 0`;
}

function toCompanion(row: Row): Companion {
  const { id, handle, display_name, agreed_at, they_agreed_at } = row;
  return {
    user: { id, handle, displayName: display_name },
    agreedAt: agreed_at,
    theyAgreedAt: they_agreed_at,
  };
}
