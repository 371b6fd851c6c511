import { sql } from 'kysely';
import type { FlagRecord, Flags } from '../../scores/flags.js';
import { atomic, type Db, locked } from './atomic.js';
import { engineOf } from './engines.js';
import { pageOf } from './keyset.js';
import { toFlag } from './score-reads.js';
import { oweRecount } from './tallies.js';

const NEWEST_FIRST = [{ by: sql<number>`score_flags.id`, descending: true }];

export function sqlFlags(db: Db): Flags {
  return {
    async lock(id) {
      await locked(
        engineOf(db),
        db.selectFrom('score_flags').select('id').where('id', '=', id),
      ).execute();
      return findFlag(db, id);
    },

    decide: (id, verdict) =>
      atomic(db, async (tx) => {
        const row = await tx
          .updateTable('score_flags')
          .set({
            decision: verdict?.decision ?? null,
            note: verdict?.note ?? null,
            decided_by: verdict?.by ?? null,
            decided_at: verdict?.at ?? null,
            // What comes later is looked at for itself; taken back, it goes on until nothing unusual comes.
            to_at: verdict === null ? null : sql<number>`coalesce(to_at, seen_at)`,
          })
          .where('id', '=', id)
          .returning('movie_id')
          .executeTakeFirst();
        if (row === undefined) return null;
        await oweRecount(tx, row.movie_id);
        return findFlag(tx, id);
      }),

    async list({ state }, page) {
      let flags = flagRows(db);
      if (state !== undefined) {
        flags = flags.where('decision', state === 'open' ? 'is' : 'is not', null);
      }
      const { rows, next } = await pageOf(flags, NEWEST_FIRST, page);
      const { total } = await flags
        .clearSelect()
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { items: rows.map(toRecord), next, total };
    },
  };
}

function flagRows(db: Db) {
  return db
    .selectFrom('score_flags')
    .innerJoin('movies', 'movies.id', 'score_flags.movie_id')
    .leftJoin('users', 'users.id', 'score_flags.decided_by')
    .selectAll('score_flags')
    .select(['movies.title', 'movies.year', 'users.handle']);
}
type FlagRow = Awaited<ReturnType<ReturnType<typeof flagRows>['execute']>>[number];

async function findFlag(db: Db, id: number): Promise<FlagRecord | null> {
  const row = await flagRows(db).where('score_flags.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

function toRecord({ title, year, handle, ...row }: FlagRow): FlagRecord {
  const { movieId, decidedBy, ...flag } = toFlag(row);
  return {
    ...flag,
    movie: { id: movieId, title, year },
    decidedBy: decidedBy === null || handle === null ? null : { id: decidedBy, handle },
  };
}
