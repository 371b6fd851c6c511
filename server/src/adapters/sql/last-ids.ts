import { sql } from 'kysely';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';

const NUMBERED = [
  'users',
  'tokens',
  'movies',
  'people',
  'genres',
  'score_flags',
  'audit',
  'viewings',
  'imports',
] as const;
type Numbered = (typeof NUMBERED)[number];
/** Others of SQLite give the id behind the largest that is there. */
const REMEMBERED = new Set<Numbered>(NUMBERED.filter((table) => table !== 'genres'));

/** Has `to` never give an id that `from` has given, whether its row is still there or not. */
export async function giveOnlyNewIds(from: Db, to: Db): Promise<void> {
  for (const table of NUMBERED) {
    const last = await lastIdOf(from, table);
    if (last > 0) await giveAfter(to, table, last);
  }
}

async function lastIdOf(db: Db, table: Numbered): Promise<number> {
  const { kind } = engineOf(db);
  const given =
    kind === 'postgres'
      ? sql`pg_sequence_last_value(pg_get_serial_sequence(${table}, 'id')::regclass)`
      : sql`(select seq from sqlite_sequence where name = ${table})`;
  const { rows } = await sql<{ given: number | null; largest: number | null }>`
    select ${given} as given, (select max(id) from ${sql.table(table)}) as largest`.execute(db);
  return Math.max(rows[0]?.given ?? 0, rows[0]?.largest ?? 0);
}

async function giveAfter(db: Db, table: Numbered, last: number): Promise<void> {
  if (engineOf(db).kind === 'postgres') {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${last})`.execute(db);
  } else if (REMEMBERED.has(table)) {
    await sql`delete from sqlite_sequence where name = ${table}`.execute(db);
    await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db);
  }
}
