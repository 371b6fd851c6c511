import { EARLIEST } from '../ratings/rating.js';
import type { Row, Wish } from './entry.js';

/** What is told without a zone is read as UTC, and somewhere on Earth it may be tomorrow already. */
const AHEAD_MS = 24 * 60 * 60_000;

/**
 * Sets a row aside that says something happened before 1900 or has yet to happen: by hand it would be refused, and it
 * would stay at the top of every list of the latest.
 */
export function believable<R extends Pick<Row, 'wishes' | 'aside'>>(row: R, now: number): R {
  const times = row.wishes.flatMap(timesOf);
  const detail = times.some((time) => time > now + AHEAD_MS)
    ? 'Its date lies in the future.'
    : times.some((time) => time < EARLIEST)
      ? 'Its date lies before 1900.'
      : null;
  return detail === null ? row : { ...row, wishes: [], aside: { why: 'malformed', detail } };
}

function timesOf(wish: Wish): number[] {
  switch (wish.kind) {
    case 'rating':
      return wish.ratedAt === null ? [] : [wish.ratedAt];
    case 'viewing':
      return [
        ...(wish.loggedAt === null ? [] : [wish.loggedAt]),
        ...(wish.watchedOn === null ? [] : [Date.parse(wish.watchedOn)]),
      ];
    case 'watchlist':
    case 'favourite':
      return wish.addedAt === null ? [] : [wish.addedAt];
  }
}
