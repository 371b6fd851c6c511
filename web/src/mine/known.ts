import type { FilmName, Owner } from './wishes.ts';

/** What the service has of mine: stars, and when they were given, in ms. */
export type Mine = { stars: number; at: number };
export type Known = { after: number; stars: Map<FilmName, Mine> };

const keyOf = (owner: Owner) => `halfstar/mine/${owner}`;

/** All my stars as they were when the page was last open, and the point of the feed that is. */
export function readKnown(owner: Owner, storage: Storage): Known {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(owner)) ?? '') as {
      after: number;
      stars: [FilmName, number, number][];
    };
    return {
      after: kept.after,
      stars: new Map(kept.stars.map(([name, stars, at]) => [name, { stars, at }])),
    };
  } catch {
    return { after: 0, stars: new Map() };
  }
}

export function writeKnown(owner: Owner, { after, stars }: Known, storage: Storage): void {
  const rows = [...stars].map(([name, mine]) => [name, mine.stars, mine.at]);
  try {
    storage.setItem(keyOf(owner), JSON.stringify({ after, stars: rows }));
  } catch {
    // Full: it is fetched anew next time.
    storage.removeItem(keyOf(owner));
  }
}

export function forgetKnown(owner: Owner, storage: Storage): void {
  storage.removeItem(keyOf(owner));
}
