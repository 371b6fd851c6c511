import { sql } from 'kysely';
import type { Audit, AuditEntry } from '../../users/audit.js';
import type { Db } from './atomic.js';
import { pageOf } from './keyset.js';

const NEWEST_FIRST = [{ by: sql<number>`audit.id`, descending: true }];

export function sqlAudit(db: Db): Audit {
  return {
    async add({ at, actorId, action, subject, detail }) {
      await db
        .insertInto('audit')
        .values({ at, actor_id: actorId, action, subject, detail: JSON.stringify(detail) })
        .execute();
    },

    async list(page) {
      const { rows, next } = await pageOf(
        db
          .selectFrom('audit')
          .leftJoin('users', 'users.id', 'audit.actor_id')
          .selectAll('audit')
          .select('users.handle'),
        NEWEST_FIRST,
        page,
      );
      const { total } = await db
        .selectFrom('audit')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const items = rows.map(
        ({ id, at, actor_id, handle, action, subject, detail }): AuditEntry => ({
          id,
          at,
          actor: actor_id === null || handle === null ? null : { id: actor_id, handle },
          action,
          subject,
          detail: JSON.parse(detail) as AuditEntry['detail'],
        }),
      );
      return { items, next, total };
    },
  };
}
