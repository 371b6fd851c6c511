import { sql } from 'kysely';
import { isDue, NO_HABIT } from '../../scores/habit.js';
import type { CountedVotes, OwedVotes, Scores } from '../../scores/ports.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';
import { writeHabits } from './rater-habits.js';
import { lockCurrentEpoch } from './score-epochs.js';
import { type Known, readEvents, readKnown, toRaters } from './vote-changes.js';
import { lockUnchanged, readOwed } from './vote-owed.js';
import { addToHours, readMovieVotes, writeSums } from './vote-sums.js';

const NOBODY = { raters: 0, next: null, isWhole: true, ratings: 0 };

/** Counts the votes of people whose ratings changed; see `Scores.count`. */
export function countVotesOf(
  db: Db,
  limit: number,
  work: (owed: OwedVotes) => CountedVotes,
  after: UserId,
): ReturnType<Scores['count']> {
  return atomic(db, async (tx) => {
    const epoch = await lockCurrentEpoch(tx);
    if (epoch === null) return NOBODY;
    const people = await readOwed(tx, limit, after);
    if (people.length === 0) return NOBODY;
    const known = await readKnown(
      tx,
      epoch.epoch,
      people.map(({ id }) => id),
    );
    const events = await readEvents(tx, people, known);
    const raters = await toRaters(tx, people, known, events);
    const changed = new Set(
      raters.flatMap(({ changes, news }) => [...changes, ...news].map(({ movieId }) => movieId)),
    );
    const touched = new Set(changed);
    for (const { others } of raters) for (const { movieId } of others ?? []) touched.add(movieId);
    const movies = await readMovieVotes(tx, epoch, [...touched]);
    const { habits, sums, hours } = work({ model: epoch.model, raters, movies });

    const { recordset } = engineOf(tx).bulk;
    await writeSums(
      tx,
      epoch.epoch,
      [...movies].flatMap(([movieId, movie]) => {
        // An estimation may have counted what came before it was noticed that it came.
        const isNews = changed.has(movieId);
        if (!isNews && !sums.has(movieId)) return [];
        return { ...movie, movieId, sums: sums.get(movieId) ?? movie.sums, owed: isNews ? 2 : 1 };
      }),
    );
    await addToHours(tx, hours);
    const rows = raters.map(({ userId, rated }): Row => {
      const { ratings, bias, squares } = habits.get(userId) ?? NO_HABIT;
      const before = known.get(userId) as Known;
      const upTo = events.upTo.get(userId) as number;
      const [revision, seen] = [Math.max(before.revision, upTo), Math.max(before.seen, upTo)];
      return [epoch.epoch, userId, ratings, bias, squares, rated, revision, seen];
    });
    await writeHabits(tx, rows);
    const whole = people.filter(({ id, revision }) => events.upTo.get(id) === revision);
    // They were about to rate when they were to be looked at, and may have thought better of it since.
    const missed = new Set(
      raters.flatMap(({ userId, habit, rated, others }) =>
        others === null && isDue(rated, habit) ? userId : [],
      ),
    );
    const finished = whole.filter(({ id }) => !missed.has(id));
    const done = (await lockUnchanged(tx, finished)).map((id) => [id]);
    await sql`update users set owed = 0
      where id in (select id from ${recordset('users', ['id'], done)} as given)`.execute(tx);
    const ratings = raters.reduce(
      (sum, { userId, rated }) => sum + rated - (known.get(userId) as Known).rated,
      0,
    );
    const isAll = whole.length === people.length && people.length < limit;
    const next = isAll ? null : (whole.at(-1)?.id ?? after);
    const isWhole = whole.at(-1)?.id === people[whole.length - 1]?.id;
    return { raters: people.length, next, isWhole, ratings };
  });
}
