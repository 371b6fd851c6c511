import { type SqlBool, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import { driftsOf } from '../../predictions/movie-shift.js';
import type { News, Outcome, Outcomes, Unjudged } from '../../predictions/outcomes.js';
import type { Drift } from '../../predictions/ports.js';
import { STEPS_PER_STAR, type Stars } from '../../ratings/stars.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db, snapshot } from './atomic.js';
import { engineOf } from './engines.js';
import { lockCurrentModel } from './prediction-models.js';
import { addToDays, readQuality } from './prediction-quality.js';
import { statement } from './statement.js';

export function sqlOutcomes(db: Db): Outcomes {
  return {
    async unjudged(after, limit) {
      const rows = await findUnjudged(db, { after, limit });
      return rows.map(({ id, unjudged, revision }) => ({ userId: id, from: unjudged, revision }));
    },

    news: (of, since, most) => snapshot(db, (tx) => readNews(tx, of, since, most)),

    async meanWithout(userId, movieIds) {
      if (movieIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('tallies')
        .leftJoin('ratings', (join) =>
          join
            .onRef('ratings.movie_id', '=', 'tallies.movie_id')
            .on('ratings.user_id', '=', userId),
        )
        .select(['tallies.movie_id', 'ratings.stars'])
        .select(({ fn }) => [fn.sum<number>('count').as('count'), fn.sum<number>('sum').as('sum')])
        .where('tallies.movie_id', 'in', movieIds)
        .groupBy(['tallies.movie_id', 'ratings.stars'])
        .execute();
      return new Map(
        rows.flatMap(({ movie_id, stars, count, sum }): [MovieId, number][] => {
          const others = count - (stars === null ? 0 : 1);
          const mean = (sum - (stars ?? 0)) / (others * STEPS_PER_STAR);
          return others > 0 ? [[movie_id, mean]] : [];
        }),
      );
    },

    settle: (version, judged, outcomes) =>
      atomic(db, async (tx) => {
        const model = await lockCurrentModel(tx);
        if (model?.version !== version) return false;
        const drifts = driftsOf(await addOutcomes(tx, version, outcomes));
        if (drifts.length > 0) await moveDrifts(tx, version, model.drifts + 1, drifts);
        // Last of all: who is rating waits from here to the end.
        await noteJudged(tx, judged);
        return true;
      }),

    quality: (by, most) => readQuality(db, by, most),
  };
}

const findUnjudged = statement((db, { after, limit }: { after: UserId; limit: number }) =>
  db
    .selectFrom('users')
    .select(['id', sql<number>`unjudged`.as('unjudged'), 'revision'])
    .where('unjudged', 'is not', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .compile(),
);

/** See `Outcomes.news`. */
async function readNews(
  tx: Db,
  { userId, from, revision }: Unjudged,
  since: number,
  most: number,
): Promise<News | null> {
  const learns = await tx
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('use_for_predictions', '=', 1)
    .executeTakeFirst();
  if (learns === undefined) return null;
  const events = await tx
    .selectFrom('rating_events')
    .select(['movie_id', 'stars', 'at'])
    .where('user_id', '=', userId)
    .where('revision', '>=', from)
    .where('revision', '<=', revision)
    .where('at', '>', since)
    .orderBy('revision')
    .limit(most + 1)
    .execute();
  if (events.length === 0 || events.length > most) return null;
  const first = await tx
    .selectFrom('rating_events')
    .select(({ fn }) => fn.min('revision').as('revision'))
    .where('user_id', '=', userId)
    .where('revision', '>=', from)
    .where('at', '>', since)
    .executeTakeFirstOrThrow();
  // As ratings were before: what changed since is told by its last event before that, under whichever id the film had.
  const { rows } = await sql<{ movie_id: MovieId; stars: Stars }>`
    with changed as (
      select distinct movie_id from rating_events
      where user_id = ${userId} and revision >= ${first.revision})
    select movie_id, stars from ratings
    where user_id = ${userId} and movie_id not in (select movie_id from changed)
    union all
    select changed.movie_id, e.stars from changed
    inner join rating_events e on e.user_id = ${userId} and e.revision = (
      select max(l.revision) from rating_events l
      where l.user_id = ${userId} and l.revision < ${first.revision} and (l.movie_id = changed.movie_id
        or l.movie_id in (select id from merged_movies where into_id = changed.movie_id)))
    where e.stars is not null`.execute(tx);
  return {
    before: rows.map(({ movie_id, stars }) => ({ movieId: movie_id, steps: stars })),
    news: events.map(({ movie_id, stars, at }) => ({ movieId: movie_id, steps: stars, at })),
  };
}

/** Answers those that were not there yet. */
async function addOutcomes(tx: Db, version: number, outcomes: readonly Outcome[]) {
  if (outcomes.length === 0) return [];
  const added = await tx
    .insertInto('prediction_outcomes')
    .values(
      outcomes.map(({ userId, movieId, filmMean, withBias, ...outcome }) => ({
        ...outcome,
        user_id: userId,
        movie_id: movieId,
        version,
        film_mean: filmMean,
        with_bias: withBias,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning(['user_id', 'movie_id as movieId', 'stars', 'predicted'])
    .execute();
  if (added.length === 0) return [];
  const keys = added.map(
    ({ user_id, movieId }) => sql`(cast(${user_id} as bigint), cast(${movieId} as bigint))`,
  );
  await addToDays(tx, sql<SqlBool>`(user_id, movie_id) in (values ${sql.join(keys)})`);
  return added;
}

async function moveDrifts(
  tx: Db,
  version: number,
  change: number,
  drifts: readonly Drift[],
): Promise<void> {
  const there = await tx
    .selectFrom('movies')
    .select('id')
    .where(
      'id',
      'in',
      drifts.map(({ movieId }) => movieId),
    )
    .execute();
  const known = new Set(there.map(({ id }) => id));
  const rows = drifts
    .filter(({ movieId }) => known.has(movieId))
    .map(({ movieId, above, count }) => ({
      version,
      movie_id: movieId,
      above: Math.round(above * 1000),
      count,
      change,
    }));
  if (rows.length === 0) return;
  await tx
    .insertInto('prediction_drifts')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['version', 'movie_id']).doUpdateSet({
        above: sql`prediction_drifts.above + excluded.above`,
        count: sql`prediction_drifts.count + excluded.count`,
        change: sql`excluded.change`,
      }),
    )
    .execute();
  await tx
    .updateTable('prediction_models')
    .set({ drifts: change })
    .where('version', '=', version)
    .execute();
}

/** Who has changed something meanwhile is judged from there on. */
async function noteJudged(tx: Db, judged: readonly Unjudged[]): Promise<void> {
  if (judged.length === 0) return;
  const rows = judged.map(({ userId, revision }) => [userId, revision]);
  const given = engineOf(tx).bulk.recordset('users', ['id', 'revision'], rows);
  await sql`update users set unjudged =
      case when users.revision > given.revision then given.revision + 1 end
    from ${given} as given where given.id = users.id`.execute(tx);
}
