import { type Selectable, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import { NO_HABIT } from '../../scores/habit.js';
import type { Ballot, Scores } from '../../scores/ports.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import type { Schema } from './schema.js';
import { lockCurrentEpoch, readFacts } from './score-epochs.js';
import { readMovieVotes, writeSums } from './vote-sums.js';

const VOTES_AT_A_TIME = 2000;

type BallotRow = {
  user_id: UserId;
  stars: Stars;
  updated_at: number;
  rated_at: number;
} & Pick<Selectable<Schema['rater_habits']>, 'ratings' | 'bias' | 'squares'>;

/** Counts all votes for a movie anew that is due to be; see `Scores.recount`. */
export function recountVotesOf(
  db: Db,
  work: Parameters<Scores['recount']>[0],
): Promise<MovieId | null> {
  return atomic(db, async (tx) => {
    const due = await tx
      .selectFrom('tallies')
      .select('movie_id')
      .where('owed', '=', sql.lit(1))
      .orderBy('movie_id')
      .limit(1)
      .executeTakeFirst();
    if (due === undefined) return null;
    const epoch = await lockCurrentEpoch(tx);
    if (epoch === null) return null;
    const id = due.movie_id;
    // First: what makes it due again from here on is not seen below.
    await tx
      .updateTable('tallies')
      .set({ owed: 0 })
      .where('movie_id', '=', id)
      .where('owed', '=', sql.lit(1))
      .execute();
    await sql`insert into recounts (movie_id) select ${id}
      where exists (select 1 from score_models where state = 'next')
      on conflict do nothing`.execute(tx);
    const movie = (await readMovieVotes(tx, epoch, [id])).get(id);
    const facts = (await readFacts(tx, [id])).get(id);
    if (movie === undefined || facts === undefined) return id;
    const counting = work(movie, epoch.model, facts);
    for await (const ballots of ballotsOf(tx, epoch.epoch, id)) counting.add(ballots);
    const { prior, sums } = counting;
    const { effect } = movie;
    await writeSums(tx, epoch.epoch, [{ movieId: id, effect, prior, sums: sums(), owed: 2 }]);
    return id;
  });
}

/** The votes for a movie as they are counted: what their raters changed since is counted with their other changes. */
async function* ballotsOf(tx: Db, epoch: number, id: MovieId): AsyncGenerator<Ballot[]> {
  const seen = new Set<UserId>();
  const fresh = (rows: BallotRow[]) =>
    rows.flatMap(({ user_id, stars, updated_at: at, ...habit }) => {
      if (seen.has(user_id)) return [];
      seen.add(user_id);
      const { ratings, bias, squares } = habit;
      return { habit: { ...NO_HABIT, ratings, bias, squares }, vote: { stars, at } };
    });
  let after: [number, number] = [Number.MIN_SAFE_INTEGER, 0];
  for (;;) {
    const { rows } = await sql<BallotRow>`
      select r.user_id, r.stars, r.updated_at, r.rated_at, h.ratings, h.bias, h.squares
      from ratings r inner join rater_habits h on h.epoch = ${epoch} and h.user_id = r.user_id
      where r.movie_id = ${id} and r.revision <= h.revision
      and (r.rated_at > ${after[0]} or (r.rated_at = ${after[0]} and r.user_id > ${after[1]}))
      order by r.rated_at, r.user_id limit ${sql.lit(VOTES_AT_A_TIME)}`.execute(tx);
    yield fresh(rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < VOTES_AT_A_TIME) break;
    after = [last.rated_at, last.user_id];
  }
  // Of whoever has changes not counted yet: as their vote was before those.
  const { rows } = await sql<BallotRow>`
    select u.id as user_id, e.stars, e.at as updated_at, e.at as rated_at, h.ratings, h.bias, h.squares
    from users u
    inner join rater_habits h on h.epoch = ${epoch} and h.user_id = u.id
    inner join rating_events e on e.user_id = u.id and e.movie_id = ${id}
    where u.owed = 1 and e.stars is not null and e.revision = (
      select max(x.revision) from rating_events x
      where x.user_id = u.id and x.movie_id = ${id} and x.revision <= h.revision)
    and exists (
      select 1 from rating_events y
      where y.user_id = u.id and y.movie_id = ${id} and y.revision > h.revision)`.execute(tx);
  yield fresh(rows);
}
