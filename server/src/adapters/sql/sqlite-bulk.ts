import { CompiledQuery, sql } from 'kysely';
import type { Bulk, Row } from './engine.js';
import { forEach } from './sqlite-each.js';

/** Where the value of a column goes. */
class Place {
  readonly column: number;
  constructor(column: number) {
    this.column = column;
  }
}

export const sqliteBulk: Bulk = {
  recordset(_table, columns, rows) {
    return jsonRows(columns, rows) ?? boundRows(columns, rows);
  },

  /** Bound values take two thirds of the time of values that are found in a text, and fractions a third. */
  async write(db, _table, columns, rows, build) {
    if (rows.length === 0) return;
    const places = new Map(columns.map((column, i) => [column, new Place(i)]));
    const value = (column: string) => sql`${places.get(column)}`;
    const from = (...tables: string[]) =>
      tables.length === 0 ? sql`` : sql`from ${sql.join(tables.map(sql.table))}`;
    const query = build(Object.assign(value, { from })).compile(db);
    const each = rows.map((row) =>
      query.parameters.map((given) => (given instanceof Place ? row[given.column] : given)),
    );
    await db.executeQuery(forEach(query, each));
  },

  isAmong: (column, ids) => sql`${sql.ref(column)} in (select value from json_each(${ids}))`,
  idsOf: (ids) => sql`(select value from json_each(${ids}))`,
  isAmongTexts: (column, texts) =>
    sql`${sql.ref(column)} in (select value from json_each(${texts}))`,

  listOf: (values, order) =>
    sql`json_group_array(json_array(${sql.join(values)}) order by ${order})`,

  /** Also ids whose rows are gone are never given again, for their history is still there. */
  async reserveIds(db, table, count) {
    const { rows } = await sql<{ seq: number }>`
      select seq from sqlite_sequence where name = ${table}`.execute(db);
    const last = rows[0]?.seq ?? 0;
    return Array.from({ length: count }, (_, i) => last + 1 + i);
  },

  /** Its plans are chosen by the schema alone, and do not change as the data grows. */
  takeStock: async () => {},
  tidy: async () => {},

  /** Making the indexes afterwards costs half of keeping them while each row is inserted. */
  async withoutIndexes(db, tables, work) {
    // Those without a text belong to a constraint.
    const { rows } = await sql<{ name: string; text: string }>`
      select name, sql as text from sqlite_master
      where type = 'index' and sql is not null and tbl_name in (${sql.join(tables)})
      order by rowid`.execute(db);
    for (const { name } of rows) await sql`drop index ${sql.ref(name)}`.execute(db);
    const done = await work();
    for (const { text } of rows) {
      await db.executeQuery(CompiledQuery.raw(text));
      // Making one takes long enough to hold up other work.
      await new Promise(setImmediate);
    }
    return done;
  },
};

/**
 * All go over as one JSON text: a fraction of the cost of binding so many values, and the same statement for however many.
 * SQLite may read the last digit of a fraction otherwise than it was written, so each goes as a whole number and the two
 * powers of two that it is divided by, which is exact. Null if one of them is too small for that.
 */
function jsonRows(columns: readonly string[], rows: readonly Row[]) {
  const places = columns.map((_, i) => i).filter((i) => rows.some((row) => isFraction(row[i])));
  const given = places.length === 0 ? rows : withPowers(rows, places);
  if (given === null) return null;
  const picked = columns.map((column, i) => {
    const at = (n: number) => sql`(value ->> ${sql.lit(n)})`;
    const first = columns.length + 2 * places.indexOf(i);
    const value = places.includes(i)
      ? sql`${at(i)} * 1.0 / ${at(first)} / ${at(first + 1)}`
      : at(i);
    return sql`${value} as ${sql.ref(column)}`;
  });
  return sql`(select ${sql.join(picked)} from json_each(${JSON.stringify(given)}))`;
}

function withPowers(rows: readonly Row[], places: readonly number[]): Row[] | null {
  const given: Row[] = [];
  for (const row of rows) {
    const whole = [...row];
    for (const i of places) {
      const value = row[i];
      if (typeof value !== 'number') {
        whole.push(1, 1);
        continue;
      }
      const power = powerFor(value);
      if (power > MOST_POWER ** 2) return null;
      const first = Math.min(power, MOST_POWER);
      whole[i] = value * power;
      whole.push(first, power / first);
    }
    given.push(whole);
  }
  return given;
}

/** What SQLite's whole numbers hold. */
const MOST_POWER = 2 ** 62;

function isFraction(value: Row[number] | undefined): boolean {
  return typeof value === 'number' && !Number.isInteger(value);
}

/** The power of two that makes it whole. */
function powerFor(value: number): number {
  let power = 1;
  while (!Number.isInteger(value * power) && power <= MOST_POWER ** 2) power *= 2;
  return power;
}

/** Bound, each is what it is; a statement of its own for each count of rows. */
function boundRows(columns: readonly string[], rows: readonly Row[]) {
  const picked = columns.map(
    (column, i) => sql`${sql.ref(`column${i + 1}`)} as ${sql.ref(column)}`,
  );
  const values = rows.map((row) => sql`(${sql.join(row)})`);
  return sql`(select ${sql.join(picked)} from (values ${sql.join(values)}))`;
}
