import pg from 'pg';
import { POSTGRES_FUNCTIONS, POSTGRES_TABLES } from './tables.js';

/** Whoever makes or moves the tables of a schema has this advisory lock. */
export const SCHEMA_LOCK = 'hashtext(current_schema()), 5457';
const NAME = '_before_restore';
const LONGEST_NAME = 63;

/**
 * Moves our tables into a schema of their own, where they wait until a restore is done; answers its name, or null
 * when there are none. In a transaction.
 */
export async function setTablesAside(client: pg.Client, schema: string): Promise<string | null> {
  const tables = await tablesIn(client, schema);
  if (tables.length === 0) return null;
  if (!tables.includes('rating_events')) {
    throw new Error(`the schema ${schema} holds tables of our names, but none of ours`);
  }
  await markDone(client, schema);
  const aside = await freeName(client, schema);
  await client.query(`create schema ${quote(aside)}`);
  await client.query(`comment on schema ${quote(aside)} is ${literal(markOf(schema))}`);
  await moveAll(client, schema, aside);
  return aside;
}

/** Undoes it, if a restore was broken off. In a transaction. */
export async function bringTablesBack(client: pg.Client, schema: string): Promise<boolean> {
  const aside = await waitingFor(client, schema);
  if (aside === null) return false;
  await dropAll(client, schema);
  await moveAll(client, aside, schema);
  await client.query(`drop schema ${quote(aside)}`);
  return true;
}

/** What waits aside is from now on only kept. */
export async function markDone(client: pg.Client, schema: string): Promise<void> {
  const aside = await waitingFor(client, schema);
  if (aside === null) return;
  await client.query(
    `comment on schema ${quote(aside)} is 'What halfstar restore replaced. Drop it once nobody wants it back.'`,
  );
}

/** Moves tables and functions of ours into a schema that has none. */
export async function moveAll(client: pg.Client, from: string, to: string): Promise<void> {
  for (const table of await tablesIn(client, from)) {
    await client.query(`alter table ${quote(from)}.${quote(table)} set schema ${quote(to)}`);
  }
  for (const name of await functionsIn(client, from)) {
    await client.query(`alter function ${quote(from)}.${quote(name)} set schema ${quote(to)}`);
  }
}

/** Removes tables and functions of ours. */
export async function dropAll(client: pg.Client, schema: string): Promise<void> {
  for (const table of await tablesIn(client, schema)) {
    await client.query(`drop table ${quote(schema)}.${quote(table)} cascade`);
  }
  for (const name of await functionsIn(client, schema)) {
    await client.query(`drop function ${quote(schema)}.${quote(name)}`);
  }
}

/** The tables of our names in a schema. */
export async function tablesIn(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query(
    'select tablename from pg_tables where schemaname = $1 and tablename = any($2) order by 1',
    [schema, POSTGRES_TABLES],
  );
  return rows.map(({ tablename }) => tablename);
}

async function functionsIn(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query(
    'select proname from pg_proc where pronamespace = to_regnamespace(quote_ident($1)) and proname = any($2)',
    [schema, POSTGRES_FUNCTIONS],
  );
  return rows.map(({ proname }) => proname);
}

export function quote(name: string): string {
  return pg.escapeIdentifier(name);
}

async function waitingFor(client: pg.Client, schema: string): Promise<string | null> {
  const { rows } = await client.query(
    "select nspname from pg_namespace where obj_description(oid, 'pg_namespace') = $1",
    [markOf(schema)],
  );
  return rows[0]?.nspname ?? null;
}

function markOf(schema: string): string {
  return `halfstar restore has set this aside from ${schema}, and is not done`;
}

/** What was set aside before is never touched. */
async function freeName(client: pg.Client, schema: string): Promise<string> {
  for (let i = 1; ; i++) {
    const end = i === 1 ? NAME : `${NAME}_${i}`;
    const name = `${schema.slice(0, LONGEST_NAME - end.length)}${end}`;
    const { rows } = await client.query('select 1 from pg_namespace where nspname = $1', [name]);
    if (rows.length === 0) return name;
  }
}

function literal(text: string): string {
  return pg.escapeLiteral(text);
}
