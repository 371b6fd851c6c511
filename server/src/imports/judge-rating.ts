import type { Stars } from '../ratings/stars.js';
import type { FilmHistory, Judged, OwnRating } from './history.js';
import type { ConflictPolicy } from './import.js';

const DAY_MS = 24 * 60 * 60_000;

export type RatingTold = { stars: Stars; ratedAt: number | null; note: string | null };

/** What a rating of a file does to the one there is. A time of the same day is the same: many files know the day alone. */
export function judgeRating(
  history: FilmHistory,
  told: RatingTold,
  policy: ConflictPolicy,
  now: number,
): Judged {
  const mine = history.rating;
  if (mine === null) {
    const rating = { ...told, ratedAt: told.ratedAt ?? now, updatedAt: now };
    return { verdict: 'new', history: { ...history, rating } };
  }
  const theirs: OwnRating = {
    stars: told.stars,
    note: told.note ?? mine.note,
    ratedAt: isSameDay(told.ratedAt, mine.ratedAt) ? mine.ratedAt : (told.ratedAt ?? mine.ratedAt),
    updatedAt: now,
  };
  const contradicts =
    theirs.stars !== mine.stars ||
    theirs.ratedAt !== mine.ratedAt ||
    (mine.note !== null && theirs.note !== mine.note);
  if (contradicts) {
    const isTaken =
      policy === 'theirs' ||
      (policy === 'newest' && told.ratedAt !== null && told.ratedAt > mine.ratedAt);
    return { verdict: 'conflict', history: isTaken ? { ...history, rating: theirs } : history };
  }
  if (theirs.note === mine.note) return { verdict: 'same', history };
  return { verdict: 'changed', history: { ...history, rating: theirs } };
}

function isSameDay(one: number | null, other: number): boolean {
  return one !== null && Math.floor(one / DAY_MS) === Math.floor(other / DAY_MS);
}
