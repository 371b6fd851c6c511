import { FIRST_YEAR } from '../movies/movie.js';
import { EARLIEST } from '../ratings/rating.js';
import type { Row, Wish } from './entry.js';

/** What is told without a zone is read as UTC, and somewhere on Earth it may be tomorrow already. */
const AHEAD_MS = 24 * 60 * 60_000;
const FIRST_FILM = Date.UTC(FIRST_YEAR, 0, 1);

/**
 * Sets a row aside that says something has yet to happen, or happened before there were films, or ratings: by hand it
 * would be refused, and what lies in the future would stay at the top of every list of the latest.
 */
export function believable<R extends Pick<Row, 'wishes' | 'aside'>>(row: R, now: number): R {
  const times = row.wishes.flatMap(timesOf);
  const detail = times.some(({ at }) => at > now + AHEAD_MS)
    ? 'Its date lies in the future.'
    : times.some(({ at, least }) => at < least)
      ? 'Its date lies too far in the past.'
      : null;
  return detail === null ? row : { ...row, wishes: [], aside: { why: 'malformed', detail } };
}

function timesOf(wish: Wish): { at: number; least: number }[] {
  switch (wish.kind) {
    case 'rating':
      return since(EARLIEST, wish.ratedAt);
    case 'viewing':
      return [
        ...since(EARLIEST, wish.loggedAt),
        ...since(FIRST_FILM, wish.watchedOn === null ? null : Date.parse(wish.watchedOn)),
      ];
    case 'watchlist':
    case 'favourite':
      return since(EARLIEST, wish.addedAt);
  }
}

function since(least: number, at: number | null): { at: number; least: number }[] {
  return at === null ? [] : [{ at, least }];
}
