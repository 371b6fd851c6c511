import { type Selectable, sql, type Updateable } from 'kysely';
import { type Import, NO_OUTCOMES, NO_VERDICTS, WORKING } from '../../imports/import.js';
import type { ImportChange, Imports } from '../../imports/import-ports.js';
import { type Db, locked } from './atomic.js';
import { engineOf } from './engines.js';
import { pageOf } from './keyset.js';
import { removeImport, removeOwnImport } from './remove-import.js';
import type { Schema } from './schema.js';

export function sqlImports(db: Db): Imports {
  return {
    async create(userId, name, now) {
      const user = await db
        .selectFrom('users')
        .select('id')
        .where('id', '=', userId)
        .executeTakeFirst();
      if (user === undefined) return null;
      const row = await db
        .insertInto('imports')
        .values({
          user_id: userId,
          name,
          state: 'reading',
          files: '[]',
          verdicts: JSON.stringify(NO_VERDICTS),
          outcomes: JSON.stringify(NO_OUTCOMES),
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toImport(row);
    },

    async find(userId, id) {
      const row = await db
        .selectFrom('imports')
        .selectAll()
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row === undefined ? null : toImport(row);
    },

    async lock(id) {
      const row = await locked(
        engineOf(db),
        db.selectFrom('imports').selectAll().where('id', '=', id),
      ).executeTakeFirst();
      return row === undefined ? null : toImport(row);
    },

    async byUser(userId, page) {
      const mine = db
        .selectFrom('imports')
        .where('user_id', '=', userId)
        .where('state', '<>', 'reading');
      const order = [{ by: sql<number>`imports.id`, descending: true }];
      const { rows, next } = await pageOf(mine.selectAll(), order, page);
      const { total } = await mine
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { items: rows.map(toImport), next, total };
    },

    async count(userId) {
      const { all, finished } = await db
        .selectFrom('imports')
        .select(({ fn }) => [
          fn.countAll<number>().as('all'),
          sql<number>`count(case when state in ('applied', 'undone') then 1 end)`.as('finished'),
        ])
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow();
      return { all, unfinished: all - finished };
    },

    async working(limit) {
      const rows = await db
        .selectFrom('imports')
        .selectAll()
        // Written out, for SQLite to see that the index fits.
        .where(sql<boolean>`state in (${sql.join(WORKING.map((state) => sql.lit(state)))})`)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toImport);
    },

    async change(id, change, now) {
      await db
        .updateTable('imports')
        .set({ ...columnsOf(change), updated_at: now })
        .where('id', '=', id)
        .execute();
    },

    remove: (userId, id) => removeOwnImport(db, userId, id),

    async prune({ reading, waiting, done }) {
      // From here on nobody goes on with them.
      const old = await db
        .updateTable('imports')
        .set({ state: 'reading' })
        .where(({ eb, or, and }) =>
          or([
            and([eb('state', '=', 'reading'), eb('updated_at', '<', reading)]),
            and([eb('state', 'in', ['asking', 'ready']), eb('updated_at', '<', waiting)]),
            and([eb('state', 'in', ['applied', 'undone']), eb('updated_at', '<', done)]),
          ]),
        )
        .returning('id')
        .execute();
      for (const { id } of old) await removeImport(db, id);
      return old.length;
    },
  };
}

function columnsOf({
  files,
  verdicts,
  outcomes,
  ...rest
}: ImportChange): Updateable<Schema['imports']> {
  return {
    ...rest,
    ...(files !== undefined && { files: JSON.stringify(files) }),
    ...(verdicts !== undefined && { verdicts: JSON.stringify(verdicts) }),
    ...(outcomes !== undefined && { outcomes: JSON.stringify(outcomes) }),
  };
}

function toImport(row: Selectable<Schema['imports']>): Import {
  const { user_id, files, verdicts, outcomes, created_at, updated_at, ...rest } = row;
  return {
    ...rest,
    userId: user_id,
    files: JSON.parse(files),
    verdicts: JSON.parse(verdicts),
    outcomes: JSON.parse(outcomes),
    createdAt: created_at,
    updatedAt: updated_at,
  };
}
