import type { ImportStore } from './store.js';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** How long what nobody goes on with is kept: an upload that broke off, a preview, and what can be undone. */
const KEPT_MS = { reading: HOUR_MS, waiting: 30 * DAY_MS, done: 400 * DAY_MS };

/** Removes imports that nobody went on with; answers how many. */
export function pruneImports(
  { imports }: Pick<ImportStore, 'imports'>,
  now: number,
): Promise<number> {
  return imports.prune({
    reading: now - KEPT_MS.reading,
    waiting: now - KEPT_MS.waiting,
    done: now - KEPT_MS.done,
  });
}
