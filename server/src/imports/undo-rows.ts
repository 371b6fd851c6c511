import type { MovieId } from '../movies/movie.js';
import type { FilmHistory, OwnViewing } from './history.js';
import type { Import } from './import.js';
import type { Effect } from './import-ports.js';
import { type AtomicStore, slice } from './store.js';

type Needs = { store: AtomicStore; now: () => number };

/** Takes back what the import did to the next films. What somebody has changed since stays as they left it. */
export async function undoRows({ store, now }: Needs, one: Import, atMost: number): Promise<void> {
  const after = Number(one.cursor) as MovieId;
  const effects = await store.importEffects.behind(one.id, after, atMost);
  await slice(store, one, async (tx, current) => {
    const at = now();
    const last = effects.at(-1);
    if (last === undefined) {
      return tx.imports.change(one.id, { state: 'undone', cursor: '' }, at);
    }
    await tx.users.lock(one.userId);
    const ids = effects.map(({ movieId }) => movieId);
    const histories = await tx.histories.read(one.userId, ids);
    let kept = 0;
    const changes = effects.flatMap((effect) => {
      const before = histories.get(effect.movieId);
      if (before === undefined) return [];
      const undone = undo(before, effect);
      if (!undone.isWhole) kept += 1;
      return { movieId: effect.movieId, before, after: undone.history };
    });
    await tx.histories.write(one.userId, changes, at);
    for (const { movieId, created } of effects) {
      if (created) await tx.movies.removeUnused(movieId, at);
    }
    await tx.importEffects.remove(one.id, last.movieId);
    await tx.imports.change(
      one.id,
      {
        cursor: String(last.movieId),
        done: current.done + effects.length,
        kept: current.kept + kept,
      },
      at,
    );
  });
}

/** The history without what an import did to it; `isWhole` is false where some of that was changed since. */
function undo(
  current: FilmHistory,
  { before, after }: Pick<Effect, 'before' | 'after'>,
): { history: FilmHistory; isWhole: boolean } {
  let isWhole = true;
  const back = <T>(now: T, was: T, became: T): T => {
    if (isSame(was, became)) return now;
    if (isSame(now, became)) return was;
    isWhole = false;
    return now;
  };
  const history = {
    rating: back(current.rating, before.rating, after.rating),
    watchlist: back(current.watchlist, before.watchlist, after.watchlist),
    favourite: back(current.favourite, before.favourite, after.favourite),
    viewings: current.viewings.flatMap((viewing) => {
      const became = withId(after.viewings, viewing);
      // Not of this import.
      if (became === null) return viewing;
      return back(viewing, withId(before.viewings, viewing), became) ?? [];
    }),
  };
  return { history, isWhole };
}

function withId(viewings: readonly OwnViewing[], { id }: OwnViewing): OwnViewing | null {
  return viewings.find((viewing) => viewing.id === id) ?? null;
}

/** All fields of ratings and viewings. */
const FIELDS = [
  'id',
  'watchedOn',
  'stars',
  'rewatch',
  'tags',
  'review',
  'note',
  'ratedAt',
  'loggedAt',
  'updatedAt',
];

/** Whatever the order of their fields. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, FIELDS) === JSON.stringify(other, FIELDS);
}
