import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import { type Habit, isDue, NO_HABIT } from '../../scores/habit.js';
import type { CountedVote, OwedRater, VoteChange } from '../../scores/ports.js';
import type { UserId } from '../../users/user.js';
import { among } from './among.js';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';
import { lockUnchanged, type Owed } from './vote-owed.js';

/** Whoever rates meanwhile waits for a step on SQLite. */
const MOST_EVENTS = 250;
/** Who has brought thousands comes again: whoever only reads waits for each step to end. */
const MOST_OF_ONE = 100;

/** Up to which of their changes someone's votes are counted, and noted by the hour. */
export type Known = { habit: Habit; rated: number; revision: number; seen: number };
const UNKNOWN: Known = { habit: NO_HABIT, rated: 0, revision: 0, seen: 0 };
type Event = { userId: UserId; movieId: MovieId; revision: number; to: CountedVote | null };

export async function readKnown(
  tx: Db,
  epoch: number,
  ids: readonly UserId[],
): Promise<Map<UserId, Known>> {
  const rows = await tx
    .selectFrom('rater_habits')
    .selectAll()
    .where(among(tx, 'user_id', ids))
    .execute();
  const known = new Map(ids.map((id): [UserId, Known] => [id, { ...UNKNOWN }]));
  for (const row of rows) {
    const { rated, revision, ratings, bias, squares } = row;
    const one = known.get(row.user_id) as Known;
    // Whichever epoch it was counted by, it was noted by the hour.
    one.seen = Math.max(one.seen, row.seen);
    if (row.epoch === epoch)
      Object.assign(one, { habit: { ratings, bias, squares }, rated, revision });
  }
  return known;
}

/**
 * What these people rated and removed since, in order, and up to which revision of each that is. Each event is asked for
 * by its key: of a range for each person, PostgreSQL makes one walk through the events of everyone.
 */
export async function readEvents(
  tx: Db,
  people: readonly Owed[],
  known: ReadonlyMap<UserId, Known>,
) {
  const keys: Row[] = [];
  const upTo = new Map<UserId, number>();
  for (const { id, revision } of people) {
    const { revision: counted, seen } = known.get(id) as Known;
    const from = Math.min(counted, seen);
    const to = Math.min(revision, from + Math.min(MOST_OF_ONE, MOST_EVENTS - keys.length));
    for (let next = from + 1; next <= to; next++) keys.push([id, next]);
    upTo.set(id, to);
  }
  const { recordset } = engineOf(tx).bulk;
  const { rows } = await sql<{
    user_id: UserId;
    movie_id: MovieId;
    revision: number;
    stars: Stars | null;
    at: number;
  }>`select e.user_id, e.movie_id, e.revision, e.stars, e.at
    from ${recordset('rating_events', ['user_id', 'revision'], keys)} as given
    inner join rating_events e on e.user_id = given.user_id and e.revision = given.revision
    order by e.user_id, e.revision`.execute(tx);
  const all = rows.map(
    ({ user_id, movie_id, revision, stars, at }): Event => ({
      userId: user_id,
      movieId: movie_id,
      revision,
      to: stars === null ? null : { stars, at },
    }),
  );
  return { all, upTo };
}

export async function toRaters(
  tx: Db,
  people: readonly Owed[],
  known: ReadonlyMap<UserId, Known>,
  { all, upTo }: Awaited<ReturnType<typeof readEvents>>,
): Promise<OwedRater[]> {
  const changes = await changesSince('revision', tx, all, known);
  const areSame = people.every(({ id }) => known.get(id)?.revision === known.get(id)?.seen);
  const news = areSame ? changes : await changesSince('seen', tx, all, known);
  const raters = people.map(({ id }): OwedRater => {
    const { habit, rated } = known.get(id) as Known;
    const mine = changes.get(id) ?? [];
    const more = mine.reduce(
      (sum, { from, to }) => sum + (to === null ? 0 : 1) - (from === null ? 0 : 1),
      0,
    );
    return {
      userId: id,
      habit,
      rated: rated + more,
      changes: mine,
      news: news.get(id) ?? [],
      others: null,
    };
  });
  const due = new Set(
    raters.flatMap(({ userId, habit, rated }) => (isDue(rated, habit) ? userId : [])),
  );
  // All their votes are to be those up to this revision.
  const unchanged = await lockUnchanged(
    tx,
    people.filter(({ id, revision }) => due.has(id) && upTo.get(id) === revision),
  );
  const ratings = await readRatings(tx, unchanged);
  for (const rater of raters) {
    if (!unchanged.includes(rater.userId)) continue;
    const changed = new Set(rater.changes.map(({ movieId }) => movieId));
    const votes = ratings.get(rater.userId) ?? [];
    rater.others = votes.filter(({ movieId }) => !changed.has(movieId));
  }
  return raters;
}

/** From what each rating was up to a revision to what it is after the last of these events. */
async function changesSince(
  cursor: 'revision' | 'seen',
  tx: Db,
  events: readonly Event[],
  known: ReadonlyMap<UserId, Known>,
): Promise<Map<UserId, VoteChange[]>> {
  const since = (id: UserId) => (known.get(id) as Known)[cursor];
  const latest = new Map<string, Event>();
  for (const event of events) {
    if (event.revision > since(event.userId)) latest.set(`${event.userId} ${event.movieId}`, event);
  }
  const before = await readBefore(tx, [...latest.values()], since);
  const changes = new Map<UserId, VoteChange[]>();
  for (const [key, { userId, movieId, to }] of latest) {
    const list = changes.get(userId) ?? [];
    list.push({ movieId, from: before.get(key) ?? null, to });
    changes.set(userId, list);
  }
  return changes;
}

/**
 * What each of these ratings was up to a revision of its rater's. That is looked for once for each, and before anything is
 * joined: as a condition PostgreSQL may ask it of every event there is.
 */
async function readBefore(
  tx: Db,
  events: readonly Event[],
  since: (id: UserId) => number,
): Promise<Map<string, CountedVote>> {
  const { recordset } = engineOf(tx).bulk;
  const pairs = events.flatMap(({ userId, movieId }): Row[] =>
    since(userId) === 0 ? [] : [[userId, movieId, since(userId)]],
  );
  if (pairs.length === 0) return new Map();
  const { rows } = await sql<{ user_id: UserId; movie_id: MovieId; stars: Stars; at: number }>`
    with last as materialized (
      select given.user_id, (
        select max(e.revision) from rating_events e
        where e.user_id = given.user_id and e.movie_id = given.movie_id
        and e.revision <= given.revision) as revision
      from ${recordset('rating_events', ['user_id', 'movie_id', 'revision'], pairs)} as given)
    select e.user_id, e.movie_id, e.stars, e.at from last
    inner join rating_events e on e.user_id = last.user_id and e.revision = last.revision
    where e.stars is not null`.execute(tx);
  return new Map(
    rows.map(({ user_id, movie_id, stars, at }) => [`${user_id} ${movie_id}`, { stars, at }]),
  );
}

async function readRatings(tx: Db, ids: readonly UserId[]) {
  const votes = new Map<UserId, { movieId: MovieId; vote: CountedVote }[]>();
  if (ids.length === 0) return votes;
  const rows = await tx
    .selectFrom('ratings')
    .select(['user_id', 'movie_id', 'stars', 'updated_at'])
    .where(among(tx, 'user_id', ids))
    .orderBy('user_id')
    .orderBy('movie_id')
    .execute();
  for (const { user_id, movie_id, stars, updated_at } of rows) {
    const list = votes.get(user_id) ?? [];
    list.push({ movieId: movie_id, vote: { stars, at: updated_at } });
    votes.set(user_id, list);
  }
  return votes;
}
