import type { MovieId } from '../movies/movie.js';
import { type FilmRows, nextFilms, TOO_MANY } from './film-rows.js';
import { type FilmHistory, NO_HISTORY } from './history.js';
import { type Import, type RowToJudge, recounted } from './import.js';
import { judgeFilm, type RowVerdict } from './judge.js';
import { type AtomicStore, type ImportStore, slice } from './store.js';

type Needs = { store: AtomicStore; now: () => number };

/** Says of the next films what applying their rows would do. */
export async function judgeRows({ store, now }: Needs, one: Import, atMost: number): Promise<void> {
  const { films, tooMany } = await nextFilms(store.importRows, one.id, one.cursor, atMost);
  await slice(store, one, async (tx, current) => {
    if (tooMany.length > 0) return setAside(tx, current, tooMany, now());
    const last = films.at(-1);
    if (last === undefined) {
      return tx.imports.change(one.id, { state: 'ready', cursor: '', done: current.total }, now());
    }
    await judgeFilms(tx, { ...current, cursor: last.key }, films, now());
  });
}

/** Judges films on top of what the user has, and counts their verdicts. */
export async function judgeFilms(
  tx: ImportStore,
  one: Import,
  films: readonly FilmRows[],
  now: number,
): Promise<void> {
  const ids = films.flatMap(({ rows }) => rows[0]?.movieId ?? []);
  const histories = await tx.histories.read(one.userId, ids);
  const rows = films.flatMap((film) => film.rows);
  const verdicts = films.flatMap((film) => previewOf(film, histories, one, now));
  await tx.importRows.judgeAll(one.id, verdicts);
  await tx.imports.change(
    one.id,
    {
      cursor: one.cursor,
      done: one.done + rows.length,
      verdicts: recounted(one.verdicts, verdictMoves(rows, verdicts)),
    },
    now,
  );
}

function previewOf(
  { rows }: FilmRows,
  histories: ReadonlyMap<MovieId, FilmHistory>,
  { files }: Import,
  now: number,
) {
  const movieId = rows[0]?.movieId ?? null;
  const history = movieId === null ? NO_HISTORY : histories.get(movieId);
  // It was removed meanwhile.
  if (history === undefined) return rows.map(({ place }) => filmIsGone(place));
  const { verdicts } = judgeFilm(history, rows, { files, policy: 'mine', now });
  return verdicts.map((verdict) => ({ ...verdict, outcome: null }));
}

export function filmIsGone(place: number) {
  return { place, verdict: 'unmatched', outcome: null, aside: null } as const;
}

/** From which verdict each row went to which. */
export function verdictMoves(
  rows: readonly Pick<RowToJudge, 'place' | 'verdict'>[],
  verdicts: readonly Pick<RowVerdict, 'place' | 'verdict'>[],
) {
  const before = new Map(rows.map(({ place, verdict }) => [place, verdict]));
  return verdicts.map(({ place, verdict }) => [before.get(place) ?? null, verdict] as const);
}

/** Rows beyond those that are taken of one film; the same film comes again then. */
export async function setAside(
  tx: ImportStore,
  one: Import,
  rows: readonly RowToJudge[],
  now: number,
): Promise<void> {
  const set = rows.map(({ place }) => ({ place, key: '', aside: TOO_MANY }));
  const verdicts = rows.map(({ place }) => {
    return { place, verdict: 'aside', outcome: null, aside: TOO_MANY } as const;
  });
  await tx.importRows.changeAll(one.id, set);
  await tx.importRows.judgeAll(one.id, verdicts);
  const moves = verdictMoves(rows, verdicts);
  const done = one.done + rows.length;
  await tx.imports.change(one.id, { done, verdicts: recounted(one.verdicts, moves) }, now);
}
