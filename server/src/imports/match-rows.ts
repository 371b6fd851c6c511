import { keyOfMovie, keyOfNewFilm } from './film-key.js';
import { type Import, openQuestions, type RowFilm, type RowToMatch, recounted } from './import.js';
import type { Unjudged } from './import-ports.js';
import type { FilmMatch, FilmMatcher } from './match-films.js';
import { type AtomicStore, slice } from './store.js';

type Needs = { store: AtomicStore; matcher: FilmMatcher; now: () => number };

/** Finds the films of the next rows. What is set aside, and what is not sure, has its verdict then. */
export async function matchRows(
  { store, matcher, now }: Needs,
  one: Import,
  atMost: number,
): Promise<void> {
  const rows = await store.importRows.behind(one.id, Number(one.cursor), atMost);
  const wanted = rows.filter(({ aside }) => aside === null);
  const matches = await matcher.match(wanted.map(({ film }) => film));
  const found = wanted.map((row, i) => ({ row, film: filmOf(row, matches[i] as FilmMatch) }));
  const judged = [
    ...rows.flatMap((row) => (row.aside === null ? [] : unjudged(row, 'aside'))),
    ...found.flatMap(({ row, film }) => (film.key === '' ? unjudged(row, 'unmatched') : [])),
  ];
  await slice(store, one, async (tx, { verdicts, done, files }) => {
    if (rows.length === 0) {
      const asks = openQuestions(files).length > 0;
      const total = one.rows - verdicts.aside - verdicts.unmatched;
      const next = { state: asks ? 'asking' : 'judging', cursor: '', done: 0, total } as const;
      return tx.imports.change(one.id, next, now());
    }
    await tx.importRows.changeAll(
      one.id,
      found.map(({ row, film }) => ({ place: row.place, ...film })),
    );
    await tx.importRows.judgeAll(one.id, judged);
    const after = judged.map(({ verdict }) => [null, verdict] as const);
    await tx.imports.change(
      one.id,
      {
        cursor: String(rows.at(-1)?.place),
        done: done + rows.length,
        verdicts: recounted(verdicts, after),
      },
      now(),
    );
  });
}

function filmOf({ film }: RowToMatch, match: FilmMatch): RowFilm {
  const none = { movieId: null, confidence: null, candidates: [], chosen: false };
  switch (match.kind) {
    case 'found': {
      const { movieId, confidence } = match;
      return { ...none, key: keyOfMovie(movieId), movieId, confidence };
    }
    case 'unsure':
      return { ...none, key: '', candidates: match.candidates };
    case 'unknown':
      return { ...none, key: keyOfNewFilm(film) };
  }
}

function unjudged({ place, aside }: RowToMatch, verdict: Unjudged['verdict']): Unjudged {
  return { place, verdict, outcome: null, aside };
}
