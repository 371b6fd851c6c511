import { type RawBuilder, type Selectable, sql } from 'kysely';
import { TOO_MANY } from '../../imports/film-rows.js';
import type { ImportId, ImportRow, RowToJudge } from '../../imports/import.js';
import type { ImportRows, RowChange } from '../../imports/import-ports.js';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';
import { cellOfFilm, cellOfWishes, filmIn, wishesIn } from './import-cells.js';
import { insertMany } from './insert-many.js';
import { pageOf } from './keyset.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';

const IS_TOO_MANY = JSON.stringify(TOO_MANY);

const NEW = ['import_id', 'place', 'file', 'line', 'film', 'wishes', 'aside'] as const;
const CHANGEABLE = [
  ['key', 'film_key'],
  ['movieId', 'movie_id'],
  ['confidence', 'confidence'],
  ['candidates', 'candidates'],
  ['chosen', 'chosen'],
  ['aside', 'aside'],
] as const;

export function sqlImportRows(db: Db): ImportRows {
  const of = (id: ImportId) => db.selectFrom('import_rows').where('import_id', '=', id);
  return {
    add: (id, rows) =>
      insertMany(
        engineOf(db).bulk,
        db,
        'import_rows',
        NEW,
        rows.map(({ place, file, line, film, wishes, aside }) => [
          id,
          place,
          file,
          line,
          cellOfFilm(film),
          cellOfWishes(wishes),
          aside && JSON.stringify(aside),
        ]),
      ),

    async find(id, place) {
      const row = await of(id).selectAll().where('place', '=', place).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },

    async behind(id, after, limit) {
      const rows = await rowsBehind(db, { id, after, limit });
      return rows.map(({ place, film, aside, verdict }) => ({
        place,
        verdict,
        film: filmIn(film),
        aside: aside === null ? null : JSON.parse(aside),
      }));
    },

    byFilm: async (id, after, limit) => (await rowsByFilm(db, { id, after, limit })).map(toJudge),
    ofFilm: async (id, key, limit) => (await rowsOfFilm(db, { id, key, limit })).map(toJudge),

    async alike(id, film, limit) {
      const rows = await of(id)
        .selectAll()
        // As it is written now, and as it was before.
        .where('film', 'in', [cellOfFilm(film), JSON.stringify(film)])
        .where(({ eb, or }) => or([eb('aside', 'is', null), eb('aside', '<>', IS_TOO_MANY)]))
        .orderBy('place')
        .limit(limit)
        .execute();
      return rows.map(toRow);
    },

    async list(id, verdict, page) {
      let some = of(id);
      if (verdict !== undefined) some = some.where('verdict', '=', verdict);
      const order = [{ by: sql<number>`import_rows.place`, descending: false }];
      const { rows, next } = await pageOf(some.selectAll(), order, page);
      const { total } = await some
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { items: rows.map(toRow), next, total };
    },

    async changeAll(id, changes) {
      const [first] = changes;
      if (first === undefined) return;
      // Each change of a list names the same.
      const named = CHANGEABLE.filter(([name]) => first[name] !== undefined);
      await updateMany(
        db,
        id,
        named.map(([, column]) => column),
        changes.map((change) => [change.place, ...named.map(([name]) => toCell(change[name]))]),
      );
    },

    judgeAll: (id, verdicts) =>
      updateMany(
        db,
        id,
        ['verdict', 'outcome', 'aside'],
        verdicts.map(({ place, verdict, outcome, aside }) => [
          place,
          verdict,
          outcome,
          aside && JSON.stringify(aside),
        ]),
      ),

    async nameMovie(id, key, movieId) {
      await db
        .updateTable('import_rows')
        .set({ movie_id: movieId })
        .where('import_id', '=', id)
        .where('film_key', '=', key)
        .execute();
    },
  };
}

/** Sets columns of many rows, each to values of its own; the place comes first among them. */
async function updateMany(
  db: Db,
  id: ImportId,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  // The whole key comes with each row: with one id for all, SQLite goes through all rows of the import for each of these.
  const given = engineOf(db).bulk.recordset(
    'import_rows',
    ['import_id', 'place', ...columns],
    rows.map((row) => [id, ...row]),
  );
  const set: RawBuilder<unknown>[] = columns.map(
    (column) => sql`${sql.ref(column)} = given.${sql.ref(column)}`,
  );
  await sql`update import_rows set ${sql.join(set)} from ${given} as given
    where import_rows.import_id = given.import_id and import_rows.place = given.place`.execute(db);
}

function toCell(value: RowChange[keyof RowChange]): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Array.isArray(value) && value.length === 0 ? null : JSON.stringify(value);
}

type Behind<After> = { id: ImportId; after: After; limit: number };
const rowsBehind = statement((db, { id, after, limit }: Behind<number>) =>
  db
    .selectFrom('import_rows')
    .select(['place', 'film', 'aside', 'verdict'])
    .where('import_id', '=', id)
    .where('place', '>', after)
    .orderBy('place')
    .limit(limit)
    .compile(),
);

const TO_JUDGE = ['place', 'file', 'wishes', 'film_key', 'movie_id', 'verdict'] as const;
const rowsByFilm = statement((db, { id, after, limit }: Behind<string>) =>
  db
    .selectFrom('import_rows')
    .select(TO_JUDGE)
    .where('import_id', '=', id)
    .where('film_key', '>', after)
    .orderBy('film_key')
    .orderBy('place')
    .limit(limit)
    .compile(),
);
const rowsOfFilm = statement(
  (db, { id, key, limit }: { id: ImportId; key: string; limit: number }) =>
    db
      .selectFrom('import_rows')
      .select(TO_JUDGE)
      .where('import_id', '=', id)
      .where('film_key', '=', key)
      .orderBy('place')
      .limit(limit)
      .compile(),
);

function toJudge(
  row: Pick<Selectable<Schema['import_rows']>, (typeof TO_JUDGE)[number]>,
): RowToJudge {
  const { place, file, wishes, film_key, movie_id, verdict } = row;
  return { place, file, wishes: wishesIn(wishes), key: film_key, movieId: movie_id, verdict };
}

function toRow(row: Selectable<Schema['import_rows']>): ImportRow {
  return {
    place: row.place,
    file: row.file,
    line: row.line,
    film: filmIn(row.film),
    wishes: wishesIn(row.wishes),
    aside: row.aside === null ? null : JSON.parse(row.aside),
    key: row.film_key,
    movieId: row.movie_id,
    confidence: row.confidence,
    candidates: row.candidates === null ? [] : JSON.parse(row.candidates),
    chosen: row.chosen === 1,
    verdict: row.verdict,
    outcome: row.outcome,
  };
}
