import type { Receipts } from '../../ports.js';
import type { Db } from './atomic.js';

export function sqlReceipts(db: Db): Receipts {
  return {
    async find({ scope, key }, since) {
      const row = await db
        .selectFrom('receipts')
        .select(['fingerprint', 'answer'])
        .where('scope', '=', scope)
        .where('key', '=', key)
        .where('created_at', '>=', since)
        .executeTakeFirst();
      return row ?? null;
    },

    async claim({ scope, key }, since, now) {
      const row = { scope, key, fingerprint: '', answer: '', created_at: now };
      const claimed = await db
        .insertInto('receipts')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['scope', 'key'])
            .doUpdateSet(row)
            .where('receipts.created_at', '<', since),
        )
        .returning('key')
        .executeTakeFirst();
      return claimed !== undefined;
    },

    async add(key, receipt, now) {
      const row = { ...key, ...receipt, created_at: now };
      await db
        .insertInto('receipts')
        .values(row)
        .onConflict((conflict) => conflict.columns(['scope', 'key']).doUpdateSet(row))
        .execute();
    },

    async prune(before) {
      const { numDeletedRows } = await db
        .deleteFrom('receipts')
        .where('created_at', '<', before)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
