import type { Leases } from '../../ports.js';
import type { Db } from './atomic.js';
import { statement } from './statement.js';

export function sqlLeases(db: Db): Leases {
  return {
    async take(name, holder, now, forMs) {
      const [held] = await findLease(db, { name });
      // Mostly nothing is to be written.
      if (held !== undefined && held.until > now) {
        if (held.holder !== holder) return false;
        if (held.until - now > forMs / 2) return true;
      }
      const row = { name, holder, until: now + forMs };
      const taken = await db
        .insertInto('leases')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet(row)
            .where(({ eb, or }) =>
              or([eb('leases.holder', '=', holder), eb('leases.until', '<=', now)]),
            ),
        )
        .returning('holder')
        .executeTakeFirst();
      return taken !== undefined;
    },

    async release(name, holder) {
      await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
    },
  };
}

const findLease = statement((db, { name }: { name: string }) =>
  db.selectFrom('leases').select(['holder', 'until']).where('name', '=', name).compile(),
);
