import { CompiledQuery, sql } from 'kysely';
import type { Db } from './atomic.js';

type Made = { table: string; name: string; text: string };

/**
 * Runs `work`, in a transaction that has these tables to itself, while they have no foreign keys and only the indexes
 * of their keys: to check all rows at once, and sort them once, takes a third of what each row for itself does.
 */
export async function withBareTables<T>(
  db: Db,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const references = await referencesOf(db, tables);
  const indexes = await indexesOf(db, tables);
  for (const { table, name } of references) {
    await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)}`.execute(db);
  }
  for (const { name } of indexes) await sql`drop index ${sql.ref(name)}`.execute(db);
  const done = await work();
  for (const { text } of indexes) await db.executeQuery(CompiledQuery.raw(text));
  for (const { table, name, text } of references) {
    await sql`alter table ${sql.table(table)}
      add constraint ${sql.ref(name)} ${sql.raw(text)}`.execute(db);
  }
  return done;
}

async function referencesOf(db: Db, tables: readonly string[]): Promise<Made[]> {
  const { rows } = await sql<Made>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as text
    from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace
    and conrelid in (select to_regclass(name) from unnest(${tables}::text[]) as name)
    order by conname`.execute(db);
  return rows;
}

/** Those that belong to no constraint. */
async function indexesOf(db: Db, tables: readonly string[]): Promise<Made[]> {
  const { rows } = await sql<Made>`
    select tablename as table, indexname as name, indexdef as text from pg_indexes
    where schemaname = current_schema() and tablename = any(${tables}::text[])
    and not exists (select from pg_constraint where conname = indexname
      and connamespace = current_schema()::regnamespace)
    order by indexname`.execute(db);
  return rows;
}
