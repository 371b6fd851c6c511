import { isDay } from '../movies/day.js';
import { FIRST_YEAR, type MovieId } from '../movies/movie.js';
import { fail, failField } from '../problem.js';
import { starsOf } from '../ratings/rate-movie.js';
import type { UserId } from '../users/user.js';
import type { Viewings } from './ports.js';
import type { Viewing, ViewingFacts, ViewingId } from './viewing.js';

type Told = {
  watchedOn?: string | null | undefined;
  stars?: number | null | undefined;
  rewatch?: boolean | undefined;
  tags?: string[] | undefined;
  review?: string | null | undefined;
};

/** Somewhere on Earth it may be tomorrow already. */
const AHEAD_MS = 24 * 60 * 60_000;

/** Puts a viewing into the user's diary. Refuses a day that is none or is yet to come, and stars off the scale. */
export async function logViewing(
  { viewings, now }: { viewings: Pick<Viewings, 'add'>; now: () => number },
  { userId, movieId, ...told }: Told & { userId: UserId; movieId: MovieId },
): Promise<Viewing> {
  const at = now();
  const facts = { ...NOTHING_TOLD, ...checkViewing(told, at) };
  return (await viewings.add(userId, movieId, facts, at)) ?? fail({ kind: 'movie-not-found' });
}

/** Changes what is told of a viewing; the rest stays. */
export async function editViewing(
  { viewings, now }: { viewings: Pick<Viewings, 'edit'>; now: () => number },
  { userId, id, ...told }: Told & { userId: UserId; id: ViewingId },
): Promise<Viewing> {
  const at = now();
  const edited = await viewings.edit(userId, id, checkViewing(told, at), at);
  return edited ?? fail({ kind: 'viewing-not-found' });
}

const NOTHING_TOLD: ViewingFacts = {
  watchedOn: null,
  stars: null,
  rewatch: false,
  tags: [],
  review: null,
};

function checkViewing(told: Told, now: number): Partial<ViewingFacts> {
  const { watchedOn, stars, rewatch, tags, review } = told;
  if (watchedOn != null) checkDay(watchedOn, now);
  return {
    ...(watchedOn !== undefined && { watchedOn }),
    ...(stars !== undefined && { stars: stars === null ? null : starsOf(stars) }),
    ...(rewatch !== undefined && { rewatch }),
    ...(tags !== undefined && { tags: cleanTags(tags) }),
    ...(review !== undefined && { review: review?.trim() || null }),
  };
}

function checkDay(day: string, now: number): void {
  if (!isDay(day)) failField('watchedOn', 'format', 'watchedOn is not a day that exists.');
  if (Number(day.slice(0, 4)) < FIRST_YEAR) {
    failField('watchedOn', 'minimum', `There were no films before ${FIRST_YEAR}.`);
  }
  if (Date.parse(day) > now + AHEAD_MS) {
    failField('watchedOn', 'maximum', 'watchedOn lies in the future.');
  }
}

/** Each once, in the order told, without those that say nothing. */
export function cleanTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
}
