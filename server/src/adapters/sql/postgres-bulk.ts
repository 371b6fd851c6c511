import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from './atomic.js';
import type { Bulk, Row } from './engine.js';
import { POSTGRES_TABLES } from './tables.js';

/** Who reads is done in a moment, and who does not ends some day. */
const MOST_LOOKS = 5;
const PAUSE_MS = 100;

export const postgresBulk: Bulk = {
  recordset,

  async write(db, table, columns, rows, build) {
    if (rows.length === 0) return;
    const given = sql`${recordset(table, columns, rows)} as given`;
    const value = (column: string) => sql.ref(`given.${column}`);
    const from = (...tables: string[]) => sql`from ${sql.join([given, ...tables.map(sql.table)])}`;
    await build(Object.assign(value, { from })).execute(db);
  },

  // Of an array an index is asked for each, where it joins with a list by reading a table of some thousand rows whole. But
  // where no index is asked, it goes through the array for every row.
  isAmong: (column, ids) =>
    sql`${sql.ref(column)} = any(array(select value::bigint from json_array_elements_text(${ids}::json)))`,
  idsOf: (ids) => sql`(select value::bigint from json_array_elements_text(${ids}::json))`,
  isAmongTexts: (column, texts) =>
    sql`${sql.ref(column)} = any(array(select value from json_array_elements_text(${texts}::json)))`,

  listOf: (values, order) =>
    sql`coalesce(json_agg(json_build_array(${sql.join(values)}) order by ${order})::text, '[]')`,

  async reserveIds(db, table, count) {
    const { rows } = await sql<{ id: number }>`
      select nextval(pg_get_serial_sequence(${table}, 'id')) as id
      from generate_series(1, ${sql.lit(count)})`.execute(db);
    return rows.map(({ id }) => id).sort((a, b) => a - b);
  },

  /** Autovacuum would, but only a minute later. */
  async takeStock(db, tables) {
    await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
  },

  /** Until then, whoever reads a row has to see that its transaction has ended, and an index alone answers nothing. */
  async tidy(db) {
    let left: readonly string[] = POSTGRES_TABLES;
    for (let looks = 0; left.length > 0 && looks < MOST_LOOKS; looks++) {
      if (looks > 0) await sleep(PAUSE_MS);
      // One that is being tidied by somebody else is left to them.
      await sql`vacuum (analyze, skip_locked) ${sql.join(left.map((table) => sql.table(table)))}`.execute(
        db,
      );
      left = await inDoubt(db);
    }
  },

  /** Others read these tables: their indexes stay. */
  withoutIndexes: (_db, _tables, work) => work(),
};

/** Tables of ours with pages of which a vacuum could not say that everyone sees all of them: somebody read meanwhile. */
async function inDoubt(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relallvisible < relpages
    and relname in (${sql.join([...POSTGRES_TABLES])})`.execute(db);
  return rows.map(({ name }) => name);
}

function recordset(table: string, columns: readonly string[], rows: readonly Row[]) {
  const records = rows.map((row) =>
    Object.fromEntries(columns.map((column, i) => [column, row[i]])),
  );
  return sql`json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(records)}::json)`;
}
