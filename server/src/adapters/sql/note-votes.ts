import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { lockCurrentEpoch } from './score-epochs.js';

/** Before the first estimation, whose rows the next to be begun does not drop. */
const NO_EPOCH = 0;

/**
 * Notes the votes of people who were just added by the hour, all at once and in the order of the keys: person by person
 * this takes a hundred times as long. To be counted they are still owed; an estimation does that for all together.
 */
export async function noteVotes(
  tx: Db,
  userIds: readonly UserId[],
  movieIds: readonly MovieId[],
): Promise<void> {
  const { idsOf } = engineOf(tx).bulk;
  const people = idsOf(JSON.stringify(userIds));
  // First: who counts votes has this lock when they come to the hours, and would wait for us there.
  const { epoch } = (await lockCurrentEpoch(tx)) ?? { epoch: NO_EPOCH };
  const added = sql`on conflict (movie_id, hour) do update set
      votes = vote_hours.votes + excluded.votes, stars = vote_hours.stars + excluded.stars,
      lowest = vote_hours.lowest + excluded.lowest, highest = vote_hours.highest + excluded.highest`;
  await sql`insert into vote_hours (movie_id, hour, votes, stars, lowest, highest)
    select movie_id, updated_at / 3600000, count(*), sum(stars) / 20.0,
      sum(case when (stars + 5) / 10 = 0 then 1 else 0 end),
      sum(case when (stars + 5) / 10 = 10 then 1 else 0 end)
    from ratings where user_id in ${people}
    group by movie_id, updated_at / 3600000
    order by movie_id, updated_at / 3600000
    ${(await areFirst(tx)) ? sql`` : added}`.execute(tx);
  await sql`insert into rater_habits (epoch, user_id, ratings, bias, squares, rated, revision, seen)
    select ${sql.lit(epoch)}, id, 0, 0, 0, 0, 0, revision from users
    where id in ${people} and revision > 0`.execute(tx);
  // Whether they came all at once is looked at with what is news.
  await sql`update vote_sums set owed = 2
    where epoch = ${epoch} and movie_id in ${idsOf(JSON.stringify(movieIds))}`.execute(tx);
}

/** Whether no vote was noted before, nor will be until the transaction ends: not to look for each takes a third less. */
async function areFirst(tx: Db): Promise<boolean> {
  const isEmpty = async () =>
    (await tx.selectFrom('vote_hours').select('hour').limit(1).executeTakeFirst()) === undefined;
  if (!(await isEmpty())) return false;
  await engineOf(tx).lockTable(tx, 'vote_hours');
  return isEmpty();
}
