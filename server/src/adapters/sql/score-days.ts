import type { MovieId } from '../../movies/movie.js';
import type { Epoch, ScoreToPublish } from '../../scores/ports.js';
import type { ScoreDay } from '../../scores/score.js';
import { among } from './among.js';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { upsert } from './upsert.js';

/** What moved less is no news to anyone who looks back. */
const WORTH_A_DAY = 0.005;

const COLUMNS = [
  'movie_id',
  'day',
  'stars',
  'low',
  'high',
  'count',
  'mean',
  'histogram',
  'method',
] as const;

/** See `Scores.days`. */
export async function readDays(db: Db, movieId: MovieId): Promise<ScoreDay[]> {
  const rows = await db
    .selectFrom('score_days')
    .selectAll()
    .where('movie_id', '=', movieId)
    .orderBy('day')
    .execute();
  return rows.map(({ day, stars, low, high, mean, count, histogram, method }) => ({
    day,
    score:
      stars === null || low === null || high === null || mean === null
        ? null
        : { stars, low, high, mean, count },
    histogram: JSON.parse(histogram) as number[],
    method,
  }));
}

/** The last score of the day, for those that moved, came or went, or whose ratings did. */
export async function writeDays(
  tx: Db,
  { method }: Pick<Epoch, 'method'>,
  scores: readonly ScoreToPublish[],
  at: number,
): Promise<void> {
  const before = await lastDays(
    tx,
    scores.map(({ movieId }) => movieId),
  );
  const day = new Date(at).toISOString().slice(0, 10);
  const rows = scores.flatMap(({ movieId, score, histogram }): Row[] => {
    const { stars = null, low = null, high = null, mean = null, count = 0 } = score ?? {};
    const ratings = JSON.stringify(histogram);
    const last = before.get(movieId) ?? NOTHING;
    const isSame = last.mean === mean && (last.histogram ?? ratings) === ratings;
    if (isSame && !hasMoved(last.stars, stars)) return [];
    return [[movieId, day, stars, low, high, count, mean, ratings, method]];
  });
  await upsert(tx, 'score_days', { columns: COLUMNS, rows, key: ['movie_id', 'day'] });
}

const NOTHING = { stars: null, mean: null, histogram: null };

async function lastDays(tx: Db, ids: readonly MovieId[]) {
  const rows = await tx
    .selectFrom('score_days as last')
    .select(['movie_id', 'stars', 'mean', 'histogram'])
    .where(among(tx, 'movie_id', ids))
    .where('day', '=', ({ selectFrom }) =>
      selectFrom('score_days')
        .select(({ fn }) => fn.max('day').as('day'))
        .whereRef('score_days.movie_id', '=', 'last.movie_id'),
    )
    .execute();
  return new Map(rows.map((row) => [row.movie_id, row]));
}

function hasMoved(from: number | null, to: number | null): boolean {
  if (from === null || to === null) return from !== to;
  return Math.abs(to - from) >= WORTH_A_DAY;
}
