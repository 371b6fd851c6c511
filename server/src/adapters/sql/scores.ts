import { sql } from 'kysely';
import { METHOD } from '../../scores/method.js';
import type { ScoreParts, Scores } from '../../scores/ports.js';
import { scoreParts } from '../../scores/score-parts.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { readDays } from './score-days.js';
import { currentEpoch, readFacts, readWindows } from './score-epochs.js';
import { adoptEpoch, beginEpoch, scanRatings, writeEpoch } from './score-estimation.js';
import { publishOwed } from './score-publication.js';
import { readToScore } from './score-reads.js';
import { writerOf } from './sqlite-dialect.js';
import { countVotesOf } from './vote-count.js';
import { recountVotesOf } from './vote-recount.js';

/** So many scores at once are of an import, or of many who rate. */
const MANY = 50;

export function sqlScores(db: Db): Scores {
  return {
    inARow(work) {
      const writer = writerOf(db);
      const thread = writer?.parts();
      if (thread) return work(thread);
      return db.connection().execute((connection) => {
        const parts = scoreParts(sqlScores(connection));
        const all: ScoreParts['all'] = async (step) => {
          const done = await parts.all(step);
          // More is likely to come, and whoever reads would wait for all of it here.
          if (done.fresh >= MANY) writer?.begin();
          return done;
        };
        return work({ ...parts, all });
      });
    },

    current: () => currentEpoch(db),

    async ratings() {
      const { count } = await db
        .selectFrom('tallies')
        .select(sql<number>`coalesce(sum(count), 0)`.as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },

    async isOwed() {
      const { rows } = await sql<{ owed: number }>`
        select 1 as owed where exists (select 1 from users where owed = 1)
        or exists (select 1 from tallies where owed = 1)
        or exists (select 1 from vote_sums where owed > 0
          and epoch = (select epoch from score_models where state = 'current'))`.execute(db);
      return rows.length > 0;
    },

    count: (limit, work, after = 0 as UserId) => countVotesOf(db, limit, work, after),
    recount: (work) => recountVotesOf(db, work),
    publish: (most, at, work) => publishOwed(db, most, at, work),

    async votesOf(movieId, now) {
      const epoch = await currentEpoch(db);
      if (epoch === null) return null;
      const [votes] = await readToScore(db, epoch, [movieId], now);
      return votes ?? null;
    },

    factsOf: (ids) => readFacts(db, ids),
    scan: (after, limit) => scanRatings(db, after, limit),
    windows: () => readWindows(db),
    begin: (method, at) => beginEpoch(db, method, at),
    write: (epoch, some) => writeEpoch(db, epoch, some),
    adopt: (epoch) => adoptEpoch(db, epoch),

    days: (movieId) => readDays(db, movieId),

    async previous(movieId) {
      const row = await db
        .selectFrom('scores')
        .select(['stars', 'method', 'previous_stars', 'previous_method'])
        .where('movie_id', '=', movieId)
        .executeTakeFirst();
      if (row === undefined) return null;
      // Not published by this one yet: what is, is by the one before.
      const [stars, method] =
        row.method === METHOD ? [row.previous_stars, row.previous_method] : [row.stars, row.method];
      return stars === null || method === null ? null : { stars, method };
    },
  };
}
