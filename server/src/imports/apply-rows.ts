import type { OutsideFilm } from '../catalogue/outside.js';
import type { MovieId } from '../movies/movie.js';
import { Refusal } from '../problem.js';
import type { FilmClue } from './entry.js';
import { isNewFilm } from './film-key.js';
import { type FilmRows, nextFilms } from './film-rows.js';
import type { FilmHistory } from './history.js';
import { type Import, type RowToJudge, recounted } from './import.js';
import type { Effect, Unjudged } from './import-ports.js';
import { judgeFilm, type RowVerdict } from './judge.js';
import { filmIsGone, setAside, verdictMoves } from './judge-rows.js';
import { type AskedOutside, lookOutside, type Taken, takeIn } from './new-films.js';
import { type AtomicStore, type ImportStore, slice } from './store.js';

type Needs = { store: AtomicStore; outside: AskedOutside | null; now: () => number };
type Film = { movieId: MovieId; created: boolean; rows: RowToJudge[] };
/** One that is to be made, as its row tells of it, and as another catalogue does; null where none does. */
type NewFilm = { clue: FilmClue; film: OutsideFilm | null };

/** So many films are asked for elsewhere, or made, at once: each takes its time. */
const NEW_FILMS = 10;
const POLICY = 'mine';

/**
 * Does what the next rows say, together with what undoes it and how far it got: after a crash it goes on from there.
 * Everything is judged anew, as the user may have done this and that since.
 */
export async function applyRows(
  { store, outside, now }: Needs,
  one: Import,
  atMost: number,
): Promise<void> {
  const next = await nextFilms(store.importRows, one.id, one.cursor, atMost);
  const films = withFewNew(next.films);
  const made = await lookAll({ store, outside }, one, films);
  await slice(store, one, async (tx, current) => {
    const at = now();
    if (next.tooMany.length > 0) return setAside(tx, current, next.tooMany, at);
    const last = films.at(-1);
    if (last === undefined) {
      return tx.imports.change(one.id, { state: 'applied', cursor: '', done: current.total }, at);
    }
    await applyFilms(tx, { ...current, cursor: last.key }, films, made, at);
  });
}

function withFewNew(films: FilmRows[]): FilmRows[] {
  const tenth = films.filter(({ key }) => isNewFilm(key))[NEW_FILMS];
  return tenth === undefined ? films : films.slice(0, films.indexOf(tenth));
}

/** Before the transaction: nobody waits for another catalogue but who asked. */
async function lookAll(
  { store, outside }: Pick<Needs, 'store' | 'outside'>,
  { id }: Import,
  films: readonly FilmRows[],
): Promise<ReadonlyMap<string, NewFilm>> {
  const found = new Map<string, NewFilm>();
  await Promise.all(
    films.map(async ({ key, rows: [first] }) => {
      if (first === undefined || first.movieId !== null) return;
      const row = await store.importRows.find(id, first.place);
      // It was forgotten meanwhile.
      if (row === null) return;
      const film = outside && (await lookOutside(outside, row.film));
      found.set(key, { clue: row.film, film });
    }),
  );
  return found;
}

async function applyFilms(
  tx: ImportStore,
  one: Import,
  films: readonly FilmRows[],
  made: ReadonlyMap<string, NewFilm>,
  now: number,
): Promise<void> {
  await tx.users.lock(one.userId);
  const verdicts: (RowVerdict | Unjudged)[] = [];
  const ours: Film[] = [];
  for (const { key, rows } of films) {
    const taken = await movieOf(tx, one, { key, rows }, made.get(key), now);
    if ('movieId' in taken) addFilm(ours, { ...taken, rows });
    else verdicts.push(...rows.map(({ place }) => ({ place, ...taken })));
  }
  const ids = ours.map(({ movieId }) => movieId);
  const histories = await tx.histories.read(one.userId, ids);
  const effects: Effect[] = [];
  for (const film of ours) judge(film, histories, one, now, verdicts, effects);
  const changes = effects.map(({ movieId, before, after }) => ({ movieId, before, after }));
  const written = await tx.histories.write(one.userId, changes, now);
  await tx.importEffects.add(
    one.id,
    effects.map((effect, i) => ({ ...effect, after: written[i]?.after ?? effect.after })),
  );
  await tx.importRows.judgeAll(one.id, verdicts);
  const rows = films.flatMap((film) => film.rows);
  await tx.imports.change(
    one.id,
    {
      cursor: one.cursor,
      done: one.done + rows.length,
      verdicts: recounted(one.verdicts, verdictMoves(rows, verdicts)),
      outcomes: recounted(
        one.outcomes,
        verdicts.map(({ outcome }) => [null, outcome] as const),
      ),
    },
    now,
  );
}

/** What were two films when they were looked for may be one by now: two movies were merged, or a new film is ours. */
function addFilm(films: Film[], { movieId, created, rows }: Film): void {
  const same = films.find((film) => film.movieId === movieId);
  if (same === undefined) films.push({ movieId, created, rows });
  else same.rows = [...same.rows, ...rows].sort((one, other) => one.place - other.place);
}

/** What is left out when no movie can be made of what a row tells. */
type Unfit = Omit<Unjudged, 'place'>;

async function movieOf(
  tx: ImportStore,
  one: Import,
  { key, rows: [row] }: FilmRows,
  made: NewFilm | undefined,
  now: number,
): Promise<Taken | Unfit> {
  const movieId = row?.movieId ?? null;
  if (movieId !== null) return { movieId, created: false };
  if (made === undefined) throw new Error(`the film ${key} was not looked at`);
  try {
    const taken = await takeIn(tx, made.clue, made.film, one.userId, now);
    await tx.importRows.nameMovie(one.id, key, taken.movieId);
    return taken;
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.kind !== 'invalid') throw error;
    const [why] = error.problem.errors;
    const aside = { why: 'malformed', detail: why?.detail ?? null } as const;
    return { verdict: 'aside', outcome: null, aside };
  }
}

function judge(
  { movieId, created, rows }: Film,
  histories: ReadonlyMap<MovieId, FilmHistory>,
  { files, conflicts }: Import,
  now: number,
  verdicts: (RowVerdict | Unjudged)[],
  effects: Effect[],
): void {
  const before = histories.get(movieId);
  if (before === undefined) {
    verdicts.push(...rows.map(({ place }) => filmIsGone(place)));
    return;
  }
  const judged = judgeFilm(before, rows, { files, policy: conflicts ?? POLICY, now });
  verdicts.push(...judged.verdicts);
  if (judged.history !== before || created) {
    effects.push({ movieId, before, after: judged.history, created });
  }
}
