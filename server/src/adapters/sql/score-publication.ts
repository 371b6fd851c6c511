import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Epoch, OwedScore, ScoreToPublish } from '../../scores/ports.js';
import { among } from './among.js';
import { atomic, type Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';
import { writeDays } from './score-days.js';
import { lockCurrentEpoch } from './score-epochs.js';
import { readToScore } from './score-reads.js';
import { oweRecount } from './tallies.js';

const SCORE_COLUMNS = ['stars', 'count', 'mean', 'low', 'high', 'popularity'] as const;
const CHARTS = ['best', 'divisive', 'gem', 'rising'] as const;

/** Publishes scores that are owed; see `Scores.publish`. */
export function publishOwed(
  db: Db,
  most: { fresh: number; leaning: number },
  at: number,
  work: (movies: OwedScore[], epoch: Epoch) => ScoreToPublish[],
): Promise<{ published: number; fresh: number }> {
  return atomic(db, async (tx) => {
    const epoch = await lockCurrentEpoch(tx);
    if (epoch === null) return { published: 0, fresh: 0 };
    const fresh = await owedIds(tx, epoch, 2, most.fresh);
    const leaning = await owedIds(tx, epoch, 1, most.leaning);
    const ids = [...fresh, ...leaning];
    if (ids.length === 0) {
      if (most.leaning > 0) await forgetPrevious(tx);
      return { published: 0, fresh: 0 };
    }
    const hasVotes = new Set(fresh);
    const movies = await readToScore(tx, epoch, ids, at);
    const scores = work(
      movies.map((movie) => ({ ...movie, isFresh: hasVotes.has(movie.movieId) })),
      epoch,
    );
    // In the order in which whoever removes a movie locks its rows.
    await writeScores(tx, epoch, scores, at);
    await writeDays(tx, epoch, scores, at);
    await writeFlags(tx, scores);
    await tx
      .updateTable('vote_sums')
      .set({ owed: 0 })
      .where('epoch', '=', epoch.epoch)
      .where(among(tx, 'movie_id', ids))
      .execute();
    return { published: ids.length, fresh: fresh.length };
  });
}

async function owedIds(
  tx: Db,
  { epoch }: Pick<Epoch, 'epoch'>,
  urgency: 1 | 2,
  limit: number,
): Promise<MovieId[]> {
  const rows = await tx
    .selectFrom('vote_sums')
    .select('movie_id')
    .where('epoch', '=', epoch)
    .where('owed', '=', sql.lit(urgency))
    .where('owed', '>', sql.lit(0))
    .orderBy('movie_id')
    .limit(limit)
    .execute();
  return rows.map(({ movie_id }) => movie_id);
}

async function writeScores(
  tx: Db,
  { method }: Pick<Epoch, 'method'>,
  scores: readonly ScoreToPublish[],
  at: number,
): Promise<void> {
  const written = [...SCORE_COLUMNS, ...CHARTS, 'method', 'published_at'];
  const rows = scores.map(
    ({ movieId, score, charts, popularity }): Row => [
      movieId,
      score?.stars ?? null,
      score?.count ?? 0,
      score?.mean ?? null,
      score?.low ?? null,
      score?.high ?? null,
      popularity,
      ...CHARTS.map((chart) => charts[chart]),
      method,
      at,
    ],
  );
  await engineOf(tx).bulk.write(tx, 'scores', ['movie_id', ...written], rows, (given) => {
    const set = written.map((column) => sql`${sql.ref(column)} = ${given(column)}`);
    // The score of the method before stays beside it until all are of this one.
    return sql`update scores set ${sql.join(set)},
        previous_stars = case when scores.method <> ${given('method')}
          then scores.stars else scores.previous_stars end,
        previous_method = case when scores.method <> ${given('method')}
          then scores.method else scores.previous_method end
      ${given.from()} where scores.movie_id = ${given('movie_id')}`;
  });
}

async function forgetPrevious(tx: Db): Promise<void> {
  await tx
    .updateTable('scores')
    .set({ previous_stars: null, previous_method: null })
    .where('previous_method', 'is not', null)
    .execute();
}

async function writeFlags(tx: Db, scores: readonly ScoreToPublish[]): Promise<void> {
  for (const { movieId, raised, continued } of scores) {
    if (raised !== null) {
      const { fromAt, seenAt, meanBefore, ...found } = raised;
      await tx
        .insertInto('score_flags')
        .values({
          ...found,
          movie_id: movieId,
          from_at: fromAt,
          seen_at: seenAt,
          mean_before: meanBefore,
          to_at: null,
          decision: null,
          note: null,
          decided_by: null,
          decided_at: null,
        })
        .execute();
    }
    if (continued !== null) {
      const { id, seenAt, toAt } = continued;
      await tx
        .updateTable('score_flags')
        .set({ seen_at: seenAt, to_at: toAt })
        .where('id', '=', id)
        // Whoever decided meanwhile has ended it: reopened, it would decide about all votes to come.
        .where('decision', 'is', null)
        .execute();
    }
    // Votes of that time are to be counted another way.
    if (raised !== null || (continued !== null && continued.toAt !== null)) {
      await oweRecount(tx, movieId);
    }
  }
}
