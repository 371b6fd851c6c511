import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** As found for this run; the default is for programs that run without it. */
const GIVEN = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
/** No run of tests takes so long: what is older was left by one that was killed. */
const LEFT_AFTER_MS = 60 * 60_000;

/** A schema of one's own in the PostgreSQL that is given: as good as an empty database, and quicker made. */
export type OwnSchema = { url: string; drop(): Promise<void> };

function newName(): string {
  // Not `Date`, which some tests set to another year: the schema would look left over.
  const now = Math.round(performance.timeOrigin + performance.now());
  return `t_${now.toString(36)}_${randomBytes(4).toString('hex')}`;
}

export async function newSchema(): Promise<OwnSchema> {
  const name = newName();
  await run(GIVEN, `create schema ${name}`);
  const url = new URL(GIVEN);
  url.searchParams.set('options', `-csearch_path=${name}`);
  return {
    url: url.href,
    drop: async () => void (await run(GIVEN, `drop schema if exists ${name} cascade`)),
  };
}

/** Removes what runs that were killed have left behind. */
export async function sweepSchemas(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname ~ '^t_[0-9a-z]+_[0-9a-f]{8}$'",
  );
  await client.query("set client_min_messages = 'error'");
  for (const { name } of rows) {
    const madeAt = Number.parseInt(name.split('_')[1] ?? '', 36);
    if (madeAt < Date.now() - LEFT_AFTER_MS) {
      await client.query(`drop schema if exists ${name} cascade`);
    }
  }
}

const schemas: OwnSchema[] = [];
/** Schemas that were used and closed: emptied, they are as good as new, and ten times quicker. */
const closed: OwnSchema[] = [];

/** An empty database, brought up to date already or not yet; `close` leaves it to the next who asks. */
export async function emptySchema(): Promise<{ url: string; close(): void }> {
  const used = closed.pop();
  if (used !== undefined) await run(used.url, EMPTY);
  const schema = used ?? hasty(await newSchema());
  if (used === undefined) schemas.push(schema);
  return { url: schema.url, close: () => void closed.push(schema) };
}

/** Whose commits do not wait for the disk: nobody here ends the server. */
function hasty({ url, drop }: OwnSchema): OwnSchema {
  return { url: `${url}+-csynchronous_commit%3Doff`, drop };
}

/** Removes every schema of a file of tests that `emptySchema` made. */
export async function dropSchemas(): Promise<void> {
  closed.length = 0;
  for (const schema of schemas.splice(0)) await schema.drop();
}

/** Who refers to others was made after them. */
const EMPTY = `do $$
declare
  one record;
begin
  for one in select oid::regclass as name, relkind as kind from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'S')
    and relname <> 'migrations' order by oid desc
  loop
    if one.kind = 'r' then execute format('delete from %s', one.name);
    else execute format('alter sequence %s restart', one.name);
    end if;
  end loop;
  -- Taken back one by one, what was counted of words that are gone.
  delete from search_beginnings;
end $$`;

/** Makes `url`, up to date and empty, hold what the database at `from` holds. */
export async function copySchema(from: string, url: string): Promise<void> {
  const [, source] =
    /search_path=(\w+)/.exec(new URL(from).searchParams.get('options') ?? '') ?? [];
  await run(url, COPY.replaceAll('SOURCE', String(source)));
}

const COPY = `do $$
declare
  one record;
begin
  for one in select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r'
    -- Words are counted as they come.
    and relname not in ('migrations', 'search_beginnings') order by oid
  loop
    execute format('insert into %1$I select * from SOURCE.%1$I', one.name);
  end loop;
  for one in select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'S'
  loop
    execute format('select setval(%1$L, last_value, is_called) from SOURCE.%1$I', one.name);
  end loop;
end $$`;

/** A database of one's own, for what concerns all of one; `drop` ends whoever uses it. */
export async function newDatabase(): Promise<OwnSchema> {
  const name = newName();
  await run(GIVEN, `create database ${name} template template0`);
  const url = new URL(GIVEN);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(GIVEN, `drop database if exists ${name} with (force)`) };
}

/** What a statement answers, on a connection of its own. */
export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Statements on a connection of their own. */
export async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("set client_min_messages = 'error'");
    await client.query(sql);
  } finally {
    await client.end();
  }
}
