import { applyRows } from './apply-rows.js';
import { type Import, type ImportId, WORKING } from './import.js';
import { judgeRows } from './judge-rows.js';
import { type FilmMatcher, filmMatcher } from './match-films.js';
import { matchRows } from './match-rows.js';
import type { AskedOutside } from './new-films.js';
import { rememberedMatches } from './remembered-matches.js';
import type { AtomicStore } from './store.js';
import { undoRows } from './undo-rows.js';

type Needs = {
  store: AtomicStore & Pick<Parameters<typeof filmMatcher>[0], 'knownFilms'>;
  outside: AskedOutside | null;
  now: () => number;
};

/** Goes on with imports, a slice at a time. */
export type ImportWork = {
  /** Does about so many rows of what the import is at. */
  goOn(one: Import, atMost: number): Promise<void>;

  /** Nothing is left to do for now: lets go of what it holds. */
  end(): Promise<void>;
};

export function importWork(needs: Needs): ImportWork {
  /** Of the import that is being matched: it holds the titles of all movies. */
  let matching: { id: ImportId; matcher: FilmMatcher } | null = null;
  const matcherOf = (id: ImportId): FilmMatcher => {
    if (matching?.id !== id)
      matching = {
        id,
        matcher: rememberedMatches(filmMatcher(needs.store), needs.store.knownFilms),
      };
    return matching.matcher;
  };

  return {
    async goOn(one, atMost) {
      if (one.state !== 'matching' && matching?.id === one.id) matching = null;
      switch (one.state) {
        case 'matching':
          return matchRows({ ...needs, matcher: matcherOf(one.id) }, one, atMost);
        case 'judging':
          return judgeRows(needs, one, atMost);
        case 'applying':
          return applyRows(needs, one, atMost);
        case 'undoing':
          return undoRows(needs, one, atMost);
      }
    },
    async end() {
      matching = null;
    },
  };
}

/** Whether somebody has to go on with it. */
export function isWorking({ state }: Import): boolean {
  return (WORKING as readonly string[]).includes(state);
}
