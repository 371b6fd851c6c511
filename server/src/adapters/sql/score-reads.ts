import type { Selectable } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import { emptyTally } from '../../ratings/tally.js';
import type { BurstFlag } from '../../scores/flag.js';
import type { Epoch, OwedScore, VoteHour } from '../../scores/ports.js';
import { among } from './among.js';
import type { Db } from './atomic.js';
import type { Schema } from './schema.js';
import { talliesOf } from './tallies.js';
import { toVotes } from './vote-sums.js';

const HOUR_MS = 60 * 60_000;
const HOURS = 30 * 24;

/** All that goes into the scores of these movies, of those that anyone has voted for. */
export async function readToScore(
  db: Db,
  { epoch }: Pick<Epoch, 'epoch'>,
  ids: readonly MovieId[],
  now: number,
): Promise<Omit<OwedScore, 'isFresh'>[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('vote_sums')
    .innerJoin('movies', 'movies.id', 'vote_sums.movie_id')
    .select(['movie_id', 'effect', 'prior', 'sums', 'renown'])
    .where('epoch', '=', epoch)
    .where(among(db, 'movie_id', ids))
    .execute();
  const tallies = await talliesOf(db, ids);
  const flags = await readFlagsOf(db, ids);
  const [hours, first] = [
    await readHours(db, ids, flags, Math.floor(now / HOUR_MS) - HOURS),
    await readFirstHours(db, ids),
  ];
  return rows.map((row) => ({
    movieId: row.movie_id,
    renown: row.renown,
    votes: toVotes(row),
    tally: tallies.get(row.movie_id) ?? emptyTally(),
    hours: hours.get(row.movie_id) ?? [],
    firstHour: first.get(row.movie_id) ?? null,
    flags: flags.get(row.movie_id) ?? [],
  }));
}

async function readHours(
  db: Db,
  ids: readonly MovieId[],
  flags: ReadonlyMap<MovieId, BurstFlag[]>,
  since: number,
) {
  const attacks = [...flags.values()].flat().filter(({ decision }) => decision === 'attack');
  const rows = await db
    .selectFrom('vote_hours')
    .selectAll()
    .where(among(db, 'movie_id', ids))
    .where(({ eb, and, or }) =>
      or([
        eb('hour', '>=', since),
        ...attacks.map(({ movieId, fromAt, toAt }) =>
          and([
            eb('movie_id', '=', movieId),
            eb('hour', '>=', Math.floor(fromAt / HOUR_MS)),
            eb('hour', '<=', Math.floor((toAt ?? fromAt) / HOUR_MS)),
          ]),
        ),
      ]),
    )
    .orderBy('movie_id')
    .orderBy('hour')
    .execute();
  const hours = new Map<MovieId, VoteHour[]>();
  for (const { movie_id, hour, votes, stars, lowest, highest } of rows) {
    const list = hours.get(movie_id) ?? [];
    list.push({ hour, votes, stars, lowest, highest });
    hours.set(movie_id, list);
  }
  return hours;
}

/** Of each by itself, which is one look at an index; grouped, all hours there ever were would be read. */
async function readFirstHours(db: Db, ids: readonly MovieId[]): Promise<Map<MovieId, number>> {
  const rows = await db
    .selectFrom('movies')
    .select(({ selectFrom }) => [
      'id',
      selectFrom('vote_hours')
        .select(({ fn }) => fn.min('hour').as('first'))
        .whereRef('movie_id', '=', 'movies.id')
        .as('first'),
    ])
    .where(among(db, 'id', ids))
    .execute();
  return new Map(rows.flatMap(({ id, first }) => (first === null ? [] : [[id, first]])));
}

export function toFlag(row: Selectable<Schema['score_flags']>): BurstFlag {
  return {
    id: row.id,
    movieId: row.movie_id,
    fromAt: row.from_at,
    toAt: row.to_at,
    seenAt: row.seen_at,
    votes: row.votes,
    mean: row.mean,
    meanBefore: row.mean_before,
    z: row.z,
    pace: row.pace,
    oddness: row.oddness,
    decision: row.decision,
    note: row.note,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  };
}

async function readFlagsOf(db: Db, ids: readonly MovieId[]): Promise<Map<MovieId, BurstFlag[]>> {
  const rows = await db
    .selectFrom('score_flags')
    .selectAll()
    .where(among(db, 'movie_id', ids))
    .orderBy('id')
    .execute();
  const flags = new Map<MovieId, BurstFlag[]>();
  for (const row of rows) {
    flags.set(row.movie_id, [...(flags.get(row.movie_id) ?? []), toFlag(row)]);
  }
  return flags;
}
