import type { MovieId } from '../movies/movie.js';
import type { UserId } from '../users/user.js';

const HOUR_MS = 60 * 60_000;

/** What was found about votes that came in an unusual way: they were a person's as any other, or an attack. */
export const DECISIONS = ['genuine', 'attack'] as const;
export type Decision = (typeof DECISIONS)[number];
export const LONGEST_REASON = 500;

/** Votes for one movie that came in an unusual way. Times are milliseconds since 1970, stars are stars. */
export type BurstFlag = {
  id: number;
  movieId: MovieId;
  fromAt: number;
  /** Null while it goes on. */
  toAt: number | null;
  /** When votes last came in that way. */
  seenAt: number;
  votes: number;
  mean: number;
  meanBefore: number;
  z: number;
  pace: number;
  oddness: number;
  decision: Decision | null;
  note: string | null;
  decidedBy: UserId | null;
  decidedAt: number | null;
};

export type NewFlag = Pick<
  BurstFlag,
  'fromAt' | 'seenAt' | 'votes' | 'mean' | 'meanBefore' | 'z' | 'pace' | 'oddness'
>;

/** From when to when votes are in question. */
export type Window = Pick<BurstFlag, 'fromAt' | 'toAt' | 'decision'>;

/** How a vote takes part: as any other, next to nothing until someone has looked, or not at all. */
export type Standing = 'counted' | 'held' | 'aside';

/** Of a vote written at a time. What was decided holds, whatever else is open, and an attack is one above all. */
export function standingOf(at: number, windows: readonly Window[]): Standing {
  const decisions = windows
    .filter(({ fromAt, toAt }) => at >= fromAt && (toAt === null || at <= toAt))
    .map(({ decision }) => decision);
  if (decisions.includes('attack')) return 'aside';
  return decisions.includes(null) && !decisions.includes('genuine') ? 'held' : 'counted';
}

/** Whether votes of an hour came while they were in question. */
export function isWithin({ hour }: { hour: number }, { fromAt, toAt }: Window): boolean {
  const at = hour * HOUR_MS;
  return at + HOUR_MS > fromAt && (toAt === null || at <= toAt);
}
