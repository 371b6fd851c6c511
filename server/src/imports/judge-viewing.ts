import type { Stars } from '../ratings/stars.js';
import { cleanTags } from '../viewings/log-viewing.js';
import type { ViewingId } from '../viewings/viewing.js';
import type { FilmHistory, Judged, OwnViewing } from './history.js';
import type { ConflictPolicy } from './import.js';

export type ViewingTold = {
  watchedOn: string | null;
  stars: Stars | null;
  rewatch: boolean;
  tags: string[];
  review: string | null;
  loggedAt: number | null;
  entry: string | null;
};

/** Which viewings the rows of an import have told of so far: by file, and by the name of the entry. */
export type Claims = { byFile: Map<number, Set<number>>; byEntry: Map<string, number> };
export const noClaims = (): Claims => ({ byFile: new Map(), byEntry: new Map() });

const NOT_WRITTEN = 0 as ViewingId;

/**
 * What a viewing of a file does to those there are. The n-th of a day in one file is the n-th there is of that day;
 * rows of one entry are one viewing; and who is said to have seen a film, some day, is so where there is any viewing.
 */
export function judgeViewing(
  history: FilmHistory,
  told: ViewingTold,
  claims: Claims,
  file: number,
  policy: ConflictPolicy,
  now: number,
): Judged {
  // Of a service that names its entries, or counts them as we do, each is one.
  if (told.entry === null && isBare(told) && history.viewings.length > 0)
    return { verdict: 'same', history };
  const claimed = claims.byFile.get(file) ?? new Set();
  claims.byFile.set(file, claimed);
  const known = told.entry === null ? undefined : claims.byEntry.get(told.entry);
  const at = known ?? placeOf(history.viewings, told, claimed, claims);
  const place = at === -1 ? history.viewings.length : at;
  claimed.add(place);
  if (told.entry !== null) claims.byEntry.set(told.entry, place);
  const mine = history.viewings[place];
  if (mine === undefined) {
    const { entry, loggedAt, ...facts } = told;
    const times = { loggedAt: loggedAt ?? now, updatedAt: now };
    const viewing = { id: NOT_WRITTEN, ...facts, tags: cleanTags(told.tags), ...times };
    return { verdict: 'new', history: { ...history, viewings: [...history.viewings, viewing] } };
  }
  const { verdict, viewing } = compare(mine, told, policy, now);
  if (viewing === mine) return { verdict, history };
  return { verdict, history: { ...history, viewings: history.viewings.with(place, viewing) } };
}

/** The viewing that a row tells of: one of that day, else one of which no more than that it was is known; -1 for none. */
function placeOf(
  viewings: readonly OwnViewing[],
  told: ViewingTold,
  claimed: ReadonlySet<number>,
  { byEntry }: Claims,
): number {
  const entries = new Set(byEntry.values());
  const isFree = (place: number) =>
    !claimed.has(place) && (told.entry === null || !entries.has(place));
  const ofDay = (is: (mine: OwnViewing) => boolean) =>
    viewings.findIndex(
      (mine, place) => mine.watchedOn === told.watchedOn && isFree(place) && is(mine),
    );
  // Several of a day are told apart by what is said of them, whichever of them a file still has.
  const alike = ofDay((mine) => addsNothing(mine, told));
  const likely = alike !== -1 ? alike : ofDay((mine) => !contradicts(mine, told));
  if (likely !== -1) return likely;
  // Without a day nothing says that other words are of the same viewing.
  if (told.watchedOn === null) return -1;
  const any = ofDay(() => true);
  return any !== -1 ? any : viewings.findIndex((mine, place) => isBare(mine) && isFree(place));
}

function contradicts(mine: OwnViewing, told: ViewingTold): boolean {
  return (
    (told.stars !== null && mine.stars !== null && told.stars !== mine.stars) ||
    (told.review !== null && mine.review !== null && told.review !== mine.review)
  );
}

function addsNothing(mine: OwnViewing, told: ViewingTold): boolean {
  return (
    (told.stars ?? mine.stars) === mine.stars &&
    (told.review ?? mine.review) === mine.review &&
    (mine.rewatch || !told.rewatch) &&
    cleanTags([...mine.tags, ...told.tags]).length === mine.tags.length
  );
}

/** Seen, and no more is said. */
function isBare({
  watchedOn,
  stars,
  rewatch,
  tags,
  review,
}: Omit<ViewingTold, 'loggedAt' | 'entry'>) {
  return watchedOn === null && stars === null && !rewatch && tags.length === 0 && review === null;
}

function compare(mine: OwnViewing, told: ViewingTold, policy: ConflictPolicy, now: number) {
  const isConflict = contradicts(mine, told);
  const isTheirs =
    policy === 'theirs' ||
    (policy === 'newest' && told.loggedAt !== null && told.loggedAt > mine.loggedAt);
  const pick = <T>(one: T | null, other: T | null) => (isTheirs ? (other ?? one) : (one ?? other));
  const viewing: OwnViewing = {
    ...mine,
    watchedOn: mine.watchedOn ?? told.watchedOn,
    stars: pick(mine.stars, told.stars),
    ...(isConflict && !isTheirs
      ? {}
      : {
          rewatch: mine.rewatch || told.rewatch,
          tags: cleanTags([...mine.tags, ...told.tags]),
        }),
    review: pick(mine.review, told.review),
  };
  const verdict = isConflict ? 'conflict' : isSame(viewing, mine) ? 'same' : 'changed';
  return {
    verdict,
    viewing: isSame(viewing, mine) ? mine : { ...viewing, updatedAt: now },
  } as const;
}

function isSame(one: OwnViewing, other: OwnViewing): boolean {
  return (
    one.watchedOn === other.watchedOn &&
    one.stars === other.stars &&
    one.rewatch === other.rewatch &&
    one.review === other.review &&
    one.tags.length === other.tags.length
  );
}
