import { CompiledQuery, sql } from 'kysely';
import type { Bulk, Row } from './engine.js';

export const sqliteBulk: Bulk = {
  recordset(_table, columns, rows) {
    const isFraction = (value: Row[number]) =>
      typeof value === 'number' && !Number.isInteger(value);
    const bound = rows.some((row) => row.some(isFraction));
    return bound ? boundRows(columns, rows) : jsonRows(columns, rows);
  },

  idsOf: (ids) => sql`(select value from json_each(${ids}))`,
  textsOf: (texts) => sql`(select value from json_each(${texts}))`,

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

/** All go over as one JSON text: a fraction of the cost of binding so many values. */
function jsonRows(columns: readonly string[], rows: readonly Row[]) {
  const picked = columns.map((column, i) => sql`value ->> ${sql.lit(i)} as ${sql.ref(column)}`);
  return sql`(select ${sql.join(picked)} from json_each(${JSON.stringify(rows)}))`;
}

/** SQLite reads the last digit of a fraction otherwise than it was written: bound, it stays what it is. */
function boundRows(columns: readonly string[], rows: readonly Row[]) {
  const picked = columns.map(
    (column, i) => sql`${sql.ref(`column${i + 1}`)} as ${sql.ref(column)}`,
  );
  const values = rows.map((row) => sql`(${sql.join(row)})`);
  return sql`(select ${sql.join(picked)} from (values ${sql.join(values)}))`;
}
