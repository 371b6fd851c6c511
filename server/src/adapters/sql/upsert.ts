import { type RawBuilder, sql } from 'kysely';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';

type Rows = {
  columns: readonly string[];
  rows: readonly Row[];
  /** The columns that tell which row is there already. */
  key: readonly string[];
  /** Rows whose owner is gone are left out. */
  owner?: { table: 'movies' | 'users'; column: string };
  /** What becomes of a column that is there; what is given takes its place unless this says otherwise. */
  becomes?: (column: string) => RawBuilder<unknown>;
};

/** In a transaction, adds rows or replaces what is there. */
export function upsert(
  db: Db,
  table: string,
  { columns, rows, key, owner, becomes = (column) => sql`excluded.${sql.ref(column)}` }: Rows,
): Promise<void> {
  const refs = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));
  const set = columns
    .filter((column) => !key.includes(column))
    .map((column) => sql`${sql.ref(column)} = ${becomes(column)}`);
  return engineOf(db).bulk.write(db, table, columns, rows, (given) => {
    const [from, isThere] = owner
      ? [given.from(owner.table), sql`${sql.table(owner.table)}.id = ${given(owner.column)}`]
      : [given.from(), sql`true`];
    return sql`insert into ${sql.table(table)} (${refs(columns)})
      select ${sql.join(columns.map(given))} ${from} where ${isThere}
      on conflict (${refs(key)}) do update set ${sql.join(set)}`;
  });
}
