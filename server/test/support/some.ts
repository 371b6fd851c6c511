import type { Movie, MovieId, MovieWish } from '../../src/movies/movie.js';
import type { Page, PageRequest, Position } from '../../src/page.js';
import type { Store } from '../../src/ports.js';
import type { Put } from '../../src/ratings/ports.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { NewUser } from '../../src/users/ports.js';
import type { User, UserId } from '../../src/users/user.js';
import type { ViewingFacts, ViewingId } from '../../src/viewings/viewing.js';

/** A moment; nothing happens at it. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');
export const NOBODY = 987_654_321 as UserId;
export const NO_MOVIE = 987_654_321 as MovieId;
export const ALL: PageRequest = { limit: 100, after: null };

export function aMovie(facts: Partial<MovieWish> = {}): MovieWish {
  return {
    title: 'Bullitt',
    originalTitle: null,
    year: null,
    releaseDate: null,
    runtimeMinutes: null,
    overview: null,
    posterUrl: null,
    genres: [],
    directors: [],
    cast: [],
    ...facts,
    ids: { tmdb: null, imdb: null, wikidata: null, ...facts.ids },
  };
}

export function aUser(handle: string, more: Partial<NewUser> = {}): NewUser {
  return { handle, displayName: handle, email: null, passwordHash: null, role: 'USER', ...more };
}

export async function addMovie(
  { movies }: Pick<Store, 'movies'>,
  facts: Partial<MovieWish> = {},
  by: UserId | null = null,
): Promise<Movie> {
  const created = await movies.create(aMovie(facts), by, NOW);
  if ('taken' in created) throw new Error(`movie ${created.taken} has one of the ids already`);
  return created.movie;
}

export async function addUser(
  { users }: Pick<Store, 'users'>,
  handle: string,
  more: Partial<NewUser> = {},
): Promise<User> {
  const added = await users.add(aUser(handle, more), NOW);
  if ('taken' in added) throw new Error(`the ${added.taken} of ${handle} is taken`);
  return added.user;
}

type Rated = { stars: number; note?: string | null; ratedAt?: number | null; now?: number };

/** Rates a movie that is there. */
export async function rate(
  { ratings }: Pick<Store, 'ratings'>,
  userId: UserId,
  movieId: MovieId,
  { stars, note = null, ratedAt = null, now = NOW }: Rated,
): Promise<Put> {
  const wish = { userId, movieId, stars: parseStars(stars), note, ratedAt, now };
  const put = await ratings.put(wish);
  if (put === null) throw new Error(`there is no movie ${movieId}`);
  return put;
}

/** Somebody saw a movie that is there. */
export async function addViewing(
  { viewings }: Pick<Store, 'viewings'>,
  userId: UserId,
  movieId: MovieId,
  facts: Partial<ViewingFacts> = {},
): Promise<ViewingId> {
  const nothing = { watchedOn: null, stars: null, rewatch: false, tags: [], review: null };
  const viewing = await viewings.add(userId, movieId, { ...nothing, ...facts }, NOW);
  if (viewing === null) throw new Error(`there is no movie ${movieId}`);
  return viewing.id;
}

/** All rows of a list, read page by page; `between` happens after each page but the last. */
export async function walk<Row>(
  list: (page: PageRequest) => Promise<Page<Row>>,
  limit: number,
  between: (pages: number) => Promise<unknown> = async () => {},
): Promise<Row[]> {
  const rows: Row[] = [];
  let after: Position | null = null;
  for (let pages = 1; ; pages++) {
    const page: Page<Row> = await list({ limit, after });
    rows.push(...page.items);
    if (page.next === null) return rows;
    after = page.next;
    await between(pages);
  }
}
