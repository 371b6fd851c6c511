import { type RawBuilder, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import type { Epoch, EstimatedMovie, EstimatedRater, Scan } from '../../scores/ports.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import { writeHabits } from './rater-habits.js';
import { lockCurrentEpoch, writeModel } from './score-epochs.js';
import { writeSums } from './vote-sums.js';

const ROWS_AT_A_TIME = 200;

type ScanRow = {
  id: UserId;
  revision: number;
  movie_id: MovieId | null;
  stars: Stars;
  updated_at: number;
};

/**
 * See `Scores.scan`. One statement sees each person's revision and ratings as they were at one moment. PostgreSQL joins
 * by merging, and does not see by itself that ratings of who came before need not be read.
 */
export async function scanRatings(db: Db, after: UserId, limit: number): Promise<Scan> {
  const read = async (upTo: UserId | null, most: number | null) => {
    const end = upTo === null ? sql`` : sql`and u.id <= ${upTo}`;
    const bound = most === null ? sql`` : sql`limit ${sql.lit(most)}`;
    const { rows } = await sql<ScanRow>`
      select u.id, u.revision, r.movie_id, r.stars, r.updated_at
      from users u left join ratings r on r.user_id = u.id and r.user_id > ${after}
      where u.id > ${after} and u.revision > 0 ${end}
      order by u.id, r.movie_id ${bound}`.execute(db);
    return rows;
  };
  let rows = await read(null, limit);
  const last = rows.at(-1)?.id;
  if (rows.length === limit && last !== undefined) {
    // The last person may have more; whoever has more than all this is read alone.
    const whole = rows.filter(({ id }) => id !== last);
    rows = whole.length > 0 ? whole : await read(last, null);
  }
  const raters = new Map<UserId, Scan['raters'][number]>();
  const votes: Scan['votes'] = [];
  for (const { id, revision, movie_id, stars, updated_at } of rows) {
    const rater = raters.get(id) ?? { userId: id, revision, rated: 0 };
    raters.set(id, rater);
    if (movie_id === null) continue;
    rater.rated++;
    votes.push({ userId: id, movieId: movie_id, vote: { stars, at: updated_at } });
  }
  return { votes, raters: [...raters.values()] };
}

/** See `Scores.begin`. */
export async function beginEpoch(db: Db, method: string, at: number): Promise<number> {
  const { epoch, current } = await atomic(db, async (tx) => {
    // Whoever is about to adopt another has done so now, or finds it gone.
    const current = (await lockCurrentEpoch(tx))?.epoch ?? 0;
    const { last } = await tx
      .selectFrom('score_models')
      .select(({ fn }) => fn.max('epoch').as('last'))
      .executeTakeFirstOrThrow();
    await tx.deleteFrom('score_models').where('state', '<>', 'current').execute();
    await tx.deleteFrom('recounts').execute();
    const epoch = (last ?? 0) + 1;
    const row = { epoch, method, model: '{}', at, state: 'next' } as const;
    await tx.insertInto('score_models').values(row).execute();
    return { epoch, current };
  });
  await forgetOthers(db, epoch, current);
  return epoch;
}

/** What is of neither epoch, nor of one begun since; in small steps, for others read and write meanwhile. */
async function forgetOthers(db: Db, epoch: number, current: number): Promise<void> {
  for (const [table, key] of [
    ['rater_habits', 'user_id'],
    ['vote_sums', 'movie_id'],
  ] as const) {
    const [of, id] = [sql.table(table), sql.ref(key)];
    for (let after = 0; ; ) {
      const { rows } = await sql<{ last: number | null }>`
        select max(${id}) as last from (
          select ${id} from ${of} where ${id} > ${after} order by ${id} limit ${sql.lit(ROWS_AT_A_TIME)}
        ) as page`.execute(db);
      const last = rows[0]?.last ?? null;
      if (last === null) break;
      const others = sql`${id} > ${after} and ${id} <= ${last}
        and epoch < ${epoch} and epoch <> ${current}`;
      if (table === 'rater_habits' && current > 0) await keepSeen(db, current, others);
      await sql`delete from ${of} where ${others}`.execute(db);
      after = last;
      await new Promise(setImmediate);
    }
  }
}

/** What another epoch has noted by the hour, after people were written of this one or without it, would be noted again. */
async function keepSeen(db: Db, current: number, others: RawBuilder<unknown>): Promise<void> {
  await sql`insert into rater_habits
      (epoch, user_id, ratings, bias, squares, rated, revision, seen)
    select ${sql.lit(current)}, user_id, 0, 0, 0, 0, 0, noted.seen from (
      select user_id, max(seen) as seen from rater_habits
      where ${others} group by user_id having max(seen) > 0) as noted
    where not exists (select 1 from rater_habits own where own.user_id = noted.user_id
      and own.epoch = ${current} and own.seen >= noted.seen)
    order by user_id
    on conflict (user_id, epoch) do update set seen = excluded.seen
    where rater_habits.seen < excluded.seen`.execute(db);
}

/** See `Scores.write`. */
export function writeEpoch(
  db: Db,
  epoch: number,
  { raters, movies }: { raters: readonly EstimatedRater[]; movies: readonly EstimatedMovie[] },
): Promise<void> {
  return atomic(db, async (tx) => {
    const seen = await readSeen(
      tx,
      raters.map(({ userId }) => userId),
    );
    await writeHabits(
      tx,
      raters.map(({ userId, revision, rated, habit }) => [
        epoch,
        userId,
        habit.ratings,
        habit.bias,
        habit.squares,
        rated,
        revision,
        seen.get(userId) ?? 0,
      ]),
    );
    await writeSums(
      tx,
      epoch,
      movies.map((movie) => ({ ...movie, owed: 1 as const })),
    );
  });
}

async function readSeen(tx: Db, ids: readonly UserId[]): Promise<Map<UserId, number>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('rater_habits')
    .select(['user_id', ({ fn }) => fn.max('seen').as('seen')])
    .where('user_id', 'in', ids)
    .groupBy('user_id')
    .execute();
  return new Map(rows.map(({ user_id, seen }) => [user_id, seen]));
}

/** See `Scores.adopt`. */
export function adoptEpoch(db: Db, epoch: Epoch): Promise<void> {
  return atomic(db, async (tx) => {
    const before = await lockCurrentEpoch(tx);
    await tx
      .updateTable('score_models')
      .set({ state: 'previous' })
      .where('state', '=', 'current')
      .execute();
    const adopted = await tx
      .updateTable('score_models')
      .set({ state: 'current', model: writeModel(epoch), at: epoch.at })
      .where('epoch', '=', epoch.epoch)
      .executeTakeFirst();
    if (adopted.numUpdatedRows === 0n) throw new Error('another estimation was begun meanwhile');
    // Those that nobody rates any more: what is published of them goes.
    await sql`update tallies set owed = 1 where shard = 0 and movie_id in (
      select movie_id from vote_sums old where old.epoch = ${before?.epoch ?? 0} and not exists (
        select 1 from vote_sums fresh
        where fresh.epoch = ${epoch.epoch} and fresh.movie_id = old.movie_id))`.execute(tx);
    // What had come and is not out by the one before, or was not known to it.
    await sql`update vote_sums set owed = 2 where epoch = ${epoch.epoch} and not exists (
      select 1 from vote_sums old where old.epoch = ${before?.epoch ?? 0}
      and old.movie_id = vote_sums.movie_id and old.owed < 2)`.execute(tx);
    // Who has changes that are not counted by this epoch, or were never noted by the hour.
    await sql`update users set owed = 1 where owed = 0 and revision > 0 and (
      revision > coalesce((select revision from rater_habits h
        where h.epoch = ${epoch.epoch} and h.user_id = users.id), 0)
      or revision > coalesce((select max(seen) from rater_habits h
        where h.user_id = users.id), 0))`.execute(tx);
    await sql`update tallies set owed = 1 where shard = 0
      and movie_id in (select movie_id from recounts)`.execute(tx);
    await tx.deleteFrom('recounts').execute();
  });
}
