import type { MovieId } from '../movies/movie.js';
import { fail, failField } from '../problem.js';
import type { UserId } from '../users/user.js';
import { keyOfMovie, keyOfNewFilm } from './film-key.js';
import { MOST_ROWS_A_FILM } from './film-rows.js';
import { type ImportId, type ImportRow, recounted } from './import.js';
import type { RowChange, Unjudged } from './import-ports.js';
import { judgeFilms, setAside, verdictMoves } from './judge-rows.js';
import { mustBe } from './steer.js';
import { type AtomicStore, lockImport } from './store.js';

/** Which movie the film of a row is; or that it is to be made one, or left out. */
export type Decision = { movieId: MovieId } | 'create' | 'skip';

type Whose = { userId: UserId; id: ImportId; place: number };

/**
 * Decides about a row, and with it about all that name the film in the same words. Their verdicts, and those of other
 * rows of the films concerned, are made anew. Answers the row.
 */
export function fixRow(
  { store, now }: { store: AtomicStore; now: () => number },
  { userId, id, place }: Whose,
  decision: Decision,
): Promise<ImportRow> {
  return store.atomically(async (tx) => {
    const one = await lockImport(tx, userId, id);
    mustBe(one, ['ready']);
    const row = (await tx.importRows.find(id, place)) ?? fail({ kind: 'import-row-not-found' });
    if (row.wishes.length === 0) {
      fail({ kind: 'import-not-ready', detail: 'Nothing could be read of this row to be taken.' });
    }
    const named = await tx.importRows.alike(id, row.film, 2 * MOST_ROWS_A_FILM);
    const alike = named.slice(0, MOST_ROWS_A_FILM);
    const beyond = named.slice(MOST_ROWS_A_FILM);
    if (beyond.length > 0) await setAside(tx, one, beyond, now());
    let current = (await tx.imports.lock(id)) ?? one;
    await tx.importRows.changeAll(
      id,
      alike.map((other) => ({ place: other.place, ...filmOf(other, decision) })),
    );
    if (decision === 'skip') {
      const skipped = alike.map((other): Unjudged => {
        return { place: other.place, verdict: 'aside', outcome: null, aside: SKIPPED };
      });
      await tx.importRows.judgeAll(id, skipped);
      const verdicts = recounted(current.verdicts, verdictMoves(alike, skipped));
      await tx.imports.change(id, { verdicts }, now());
    }
    const keys = new Set(alike.flatMap(({ key }) => key));
    keys.add((await tx.importRows.find(id, place))?.key ?? '');
    keys.delete('');
    for (const key of keys) {
      current = (await tx.imports.lock(id)) ?? current;
      const rows = await tx.importRows.ofFilm(id, key, MOST_ROWS_A_FILM);
      if (rows.length === 0) continue;
      await judgeFilms(tx, current, [{ key, rows }], now());
    }
    // All of it was done before.
    await tx.imports.change(id, { done: one.done }, now());
    return (await tx.importRows.find(id, place)) ?? row;
  });
}

const SKIPPED = { why: 'skipped', detail: null } as const;

function filmOf({ film, candidates }: ImportRow, decision: Decision): Omit<RowChange, 'place'> {
  const none = { key: '', movieId: null, confidence: null, candidates, chosen: true };
  if (decision === 'skip') return { ...none, aside: SKIPPED };
  if (decision !== 'create') {
    const { movieId } = decision;
    return { ...none, key: keyOfMovie(movieId), movieId, aside: null };
  }
  const key = keyOfNewFilm(film);
  if (key === '') failField('create', 'too-little', 'A film needs a title and a year, or an id.');
  return { ...none, key, aside: null };
}
