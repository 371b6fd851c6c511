import { sql } from 'kysely';
import type { OwedScore, Scores } from '../../scores/ports.js';
import { atomic, type Db } from './atomic.js';
import { TALLY_COLUMNS, type TallyRow, toTally } from './tallies.js';

export function sqlScores(db: Db): Scores {
  const tallies = () =>
    db
      .selectFrom('tallies')
      .innerJoin('movies', 'movies.id', 'tallies.movie_id')
      .select(['tallies.movie_id', 'moves', 'renown', ...TALLY_COLUMNS])
      .orderBy('tallies.movie_id');

  return {
    async owed(limit) {
      const rows = await tallies().where('owed', '=', sql.lit(1)).limit(limit).execute();
      return rows.map(toOwed);
    },

    async rated(after, limit) {
      const rows = await tallies()
        .where('count', '>', sql.lit(0))
        .where(sql`tallies.movie_id`, '>', after)
        .limit(limit)
        .execute();
      return rows.map(toOwed);
    },

    async all() {
      const row = await db
        .selectFrom('tallies')
        .select(
          TALLY_COLUMNS.map((column) =>
            sql<number>`coalesce(sum(${sql.ref(column)}), 0)`.as(column),
          ),
        )
        .where('count', '>', sql.lit(0))
        .executeTakeFirstOrThrow();
      return toTally(row as TallyRow);
    },

    publish: (scores, at) =>
      atomic(db, async (tx) => {
        for (const { movieId, moves, score, popularity } of scores) {
          await tx
            .updateTable('scores')
            .set({
              stars: score?.stars ?? null,
              count: score?.count ?? 0,
              mean: score?.mean ?? null,
              low: score?.low ?? null,
              high: score?.high ?? null,
              popularity,
              published_at: at,
            })
            .where('movie_id', '=', movieId)
            .execute();
          await tx
            .updateTable('tallies')
            .set({ owed: 0 })
            .where('movie_id', '=', movieId)
            .where('owed', '=', sql.lit(1))
            .where('moves', '=', moves)
            .execute();
        }
      }),
  };
}

function toOwed({ movie_id, moves, renown, ...tally }: TallyRow & Omit<Row, 'tally'>): OwedScore {
  return { movieId: movie_id, moves, renown, tally: toTally(tally) };
}
type Row = { movie_id: OwedScore['movieId']; moves: number; renown: number };
