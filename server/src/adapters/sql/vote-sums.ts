import { type Selectable, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Epoch, EstimatedMovie, MovieVotes, VoteHour } from '../../scores/ports.js';
import { newMovieVotes } from '../../scores/recount-votes.js';
import { emptySums, type Sums } from '../../scores/sums.js';
import type { UserId } from '../../users/user.js';
import { among } from './among.js';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import type { Schema } from './schema.js';
import { readFacts, readWindows } from './score-epochs.js';
import { upsert } from './upsert.js';

export function toVotes({
  effect,
  prior,
  sums,
}: Pick<Selectable<Schema['vote_sums']>, 'effect' | 'prior' | 'sums'>) {
  return { effect, prior, sums: parseSums(sums) };
}

const GROUPS = ['regular', 'newcomers', 'held'] as const;
const PARTS = ['votes', 'weight', 'stars', 'experience', 'steadiness'] as const;

/** Without names, and 0 for a group without votes: a third of the bytes. */
function textOf(sums: Sums): string {
  const groups = GROUPS.map((group) =>
    sums[group].votes === 0 ? 0 : PARTS.map((part) => sums[group][part]),
  );
  return JSON.stringify(groups);
}

function parseSums(text: string): Sums {
  const groups = JSON.parse(text) as (number[] | 0)[];
  const sums = emptySums();
  for (const [i, group] of GROUPS.entries()) {
    const parts = groups[i] as number[] | 0;
    if (parts !== 0)
      for (const [j, part] of PARTS.entries()) sums[group][part] = parts[j] as number;
  }
  return sums;
}

/** A statement takes only so many values. */
const MOVIES_A_STATEMENT = 2000;

/** Movies that are gone are left out; one that nobody voted for begins with nothing. */
export async function readMovieVotes(
  db: Db,
  epoch: Epoch,
  ids: readonly MovieId[],
): Promise<Map<MovieId, MovieVotes>> {
  const votes = new Map<MovieId, MovieVotes>();
  for (let i = 0; i < ids.length; i += MOVIES_A_STATEMENT) {
    const some = await readSome(db, epoch, ids.slice(i, i + MOVIES_A_STATEMENT));
    for (const [id, movie] of some) votes.set(id, movie);
  }
  return votes;
}

async function readSome(
  db: Db,
  { epoch, model }: Epoch,
  ids: readonly MovieId[],
): Promise<Map<MovieId, MovieVotes>> {
  const rows = await db
    .selectFrom('vote_sums')
    .select(['movie_id', 'effect', 'prior', 'sums'])
    .where('epoch', '=', epoch)
    .where(among(db, 'movie_id', ids))
    .execute();
  const windows = await readWindows(db, ids);
  const votes = new Map<MovieId, MovieVotes>();
  for (const row of rows) {
    votes.set(row.movie_id, { ...toVotes(row), windows: windows.get(row.movie_id) ?? [] });
  }
  const facts = await readFacts(
    db,
    ids.filter((id) => !votes.has(id)),
  );
  for (const [id, known] of facts) {
    votes.set(id, { ...newMovieVotes(known, model), windows: windows.get(id) ?? [] });
  }
  return votes;
}

const MOVIE = { table: 'movies', column: 'movie_id' } as const;
const SUM_COLUMNS = ['epoch', 'movie_id', 'effect', 'prior', 'sums', 'owed'] as const;

/** Replaces what is there, and leaves it owed as urgently as it was at least; movies that are gone are left out. */
export async function writeSums(
  db: Db,
  epoch: number,
  movies: readonly (EstimatedMovie & { owed: 1 | 2 })[],
): Promise<void> {
  for (let i = 0; i < movies.length; i += MOVIES_A_STATEMENT) {
    await writeSome(db, epoch, movies.slice(i, i + MOVIES_A_STATEMENT));
  }
}

function writeSome(
  db: Db,
  epoch: number,
  movies: readonly (EstimatedMovie & { owed: 1 | 2 })[],
): Promise<void> {
  const rows = movies.map(
    ({ movieId, effect, prior, sums, owed }): Row => [
      epoch,
      movieId,
      effect,
      prior,
      textOf(sums),
      owed,
    ],
  );
  return upsert(db, 'vote_sums', {
    ...{ columns: SUM_COLUMNS, rows, key: ['movie_id', 'epoch'], owner: MOVIE },
    becomes: (column) =>
      column === 'owed'
        ? sql`case when vote_sums.owed > excluded.owed then vote_sums.owed else excluded.owed end`
        : sql`excluded.${sql.ref(column)}`,
  });
}

const HOUR_COLUMNS = ['votes', 'stars', 'lowest', 'highest'] as const;

export function addToHours(
  db: Db,
  hours: readonly (VoteHour & { movieId: MovieId })[],
): Promise<void> {
  const columns = ['movie_id', 'hour', ...HOUR_COLUMNS];
  const rows = hours.map(
    (hour): Row => [hour.movieId, hour.hour, ...HOUR_COLUMNS.map((column) => hour[column])],
  );
  return upsert(db, 'vote_hours', {
    ...{ columns, rows, key: ['movie_id', 'hour'], owner: MOVIE },
    becomes: (column) => sql`vote_hours.${sql.ref(column)} + excluded.${sql.ref(column)}`,
  });
}

/** Takes the votes of who goes out of the hours they were noted in, as they were then. */
export async function withdrawFromHours(db: Db, userId: UserId): Promise<void> {
  const seen = sql`coalesce((select max(seen) from rater_habits where user_id = ${userId}), 0)`;
  await sql`update vote_hours set
      votes = vote_hours.votes - gone.votes, stars = vote_hours.stars - gone.stars,
      lowest = vote_hours.lowest - gone.lowest, highest = vote_hours.highest - gone.highest
    from (
      select e.movie_id, e.at / 3600000 as hour, count(*) as votes,
        sum(e.stars) / 20.0 as stars,
        sum(case when (e.stars + 5) / 10 = 0 then 1 else 0 end) as lowest,
        sum(case when (e.stars + 5) / 10 = 10 then 1 else 0 end) as highest
      from rating_events e
      where e.user_id = ${userId} and e.stars is not null and e.revision = (
        select max(x.revision) from rating_events x
        where x.user_id = ${userId} and x.movie_id = e.movie_id and x.revision <= ${seen})
      group by e.movie_id, e.at / 3600000
    ) as gone
    where gone.movie_id = vote_hours.movie_id and gone.hour = vote_hours.hour`.execute(db);
}
