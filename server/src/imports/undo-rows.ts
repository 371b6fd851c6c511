import type { MovieId } from '../movies/movie.js';
import type { FilmHistory, OwnViewing } from './history.js';
import type { Import } from './import.js';
import type { Effect, OthersEffect } from './import-ports.js';
import { type AtomicStore, slice } from './store.js';

type Needs = { store: AtomicStore; now: () => number };

/**
 * Takes back what the import did to the next films. What somebody has changed since stays as they left it, and so does
 * what a newer import wrote over it: when that is undone as well, what was there before both comes back.
 */
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
    const others = await tx.importEffects.ofOthers(one.id, ids);
    await tx.importEffects.changeBefore(others.map((other) => withoutThis(other, effects)));
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

/** Where another import wrote over what this one had left, it is to bring back what was there before both. */
function withoutThis(other: OthersEffect, effects: readonly Effect[]): OthersEffect {
  const effect = effects.find(({ movieId }) => movieId === other.movieId);
  if (effect === undefined) return other;
  const { before, after, created } = effect;
  const found = <T>(there: T, became: T, left: T, was: T): T =>
    isSame(there, became) || !isSame(there, left) ? there : was;
  return {
    ...other,
    created: other.created || created,
    before: {
      // No import takes a film off a list.
      ...other.before,
      rating: found(other.before.rating, other.after.rating, after.rating, before.rating),
      viewings: other.before.viewings.flatMap((viewing) => {
        const of = ({ viewings }: FilmHistory) => withId(viewings, viewing);
        const left = of(after);
        return left === null ? viewing : (found(viewing, of(other.after), left, of(before)) ?? []);
      }),
    },
  };
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
