import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPostgres, type Postgres } from '../../src/adapters/sql/postgres.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import { run as runCommand } from '../../src/commands/run.js';
import type { Store } from '../../src/ports.js';
import { fakeTerminal } from '../support/command.js';
import { emptySchema, run } from '../support/postgres.js';
import { refusalOf } from '../support/refusal.js';
import { addUser } from '../support/some.js';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

/** Two and five seconds, as the journey of the same name holds it to on a machine of its own; here others work too. */
const REFUSED_WITHIN_MS = 8000;
const BACK_WITHIN_MS = 20_000;
const CONNECTIONS = 3;
const AWAY = { kind: 'unavailable', retryAfterSeconds: 1 };

let schema: Awaited<ReturnType<typeof emptySchema>>;
let proxy: TcpProxy;
let through: URL;
let postgres: Postgres;
let store: Store;
let changes: boolean[];

beforeEach(async () => {
  schema = await emptySchema();
  const { hostname, port } = new URL(schema.url);
  proxy = await startProxy({ host: hostname, port: Number(port) || 5432 });
  through = new URL(schema.url);
  through.host = `127.0.0.1:${proxy.port}`;
  changes = [];
  postgres = await openPostgres(through.href, {
    connections: CONNECTIONS,
    onChange: (isThere) => void changes.push(isThere),
  });
  store = sqlStore(postgres.db);
  // The very first would keep others out.
  await addUser(store, 'first');
});
afterEach(async () => {
  await store.close();
  await proxy.stop();
  schema.close();
});

const OUTAGES: [string, goes: () => unknown, comes: () => unknown][] = [
  ['says nothing any more', () => proxy.freeze(), () => proxy.thaw()],
  ['is gone', () => proxy.cut(), () => proxy.mend()],
];

/** A transaction that goes on until it is told to end, or cannot. */
function unfinished(handle: string) {
  let end = () => {};
  let isIn = () => {};
  const begun = new Promise<void>((resolve) => {
    isIn = resolve;
  });
  const told = new Promise<void>((resolve) => {
    end = resolve;
  });
  const over = refusalOf(() =>
    store.atomically(async (tx) => {
      await addUser(tx, handle);
      isIn();
      await told;
      await tx.check();
    }),
  );
  return { begun, end, over };
}

describe.each(OUTAGES)('while the database %s', (_what, goes, comes) => {
  it('everyone is refused soon, and served again soon after', async () => {
    await goes();
    const began = performance.now();
    const refusals = await Promise.all(
      // More than there are connections.
      Array.from({ length: 3 * CONNECTIONS }, () => refusalOf(() => store.check())),
    );
    const waited = performance.now() - began;
    expect(refusals).toEqual(refusals.map(() => AWAY));
    expect(waited).toBeLessThan(REFUSED_WITHIN_MS);
    await until('it is known that it is away', REFUSED_WITHIN_MS, () => changes.length === 1);
    expect(await refusalOf(() => addUser(store, 'ana'))).toEqual(AWAY);

    await comes();
    await until('it serves again', BACK_WITHIN_MS, async () =>
      store.check().then(
        () => true,
        () => false,
      ),
    );
    expect(changes).toEqual([false, true]);
    await addUser(store, 'ana');
    expect(await store.users.findByHandle('ana')).toMatchObject({ handle: 'ana' });
  });

  it('a transaction in the middle is refused, leaves nothing, and its connection is not used again', async () => {
    const acts = ['ana', 'ben', 'cleo'].map(unfinished);
    for (const { begun } of acts) await begun;
    const waiting = refusalOf(() => store.check());
    await goes();
    for (const { end } of acts) end();
    for (const { over } of acts) expect(await over).toEqual(AWAY);
    expect(await waiting).toEqual(AWAY);
    await until('it is known that it is away', REFUSED_WITHIN_MS, () => changes.length === 1);
    await comes();
    await until('it serves again', BACK_WITHIN_MS, () => changes.length === 2);
    await until('nothing of them is locked', BACK_WITHIN_MS, async () => {
      await Promise.all(['ana', 'ben', 'cleo'].map((handle) => addUser(store, handle)));
      return true;
    });
    expect(postgres.usage().size).toBeLessThanOrEqual(CONNECTIONS);
  });
});

it('a statement may take long while the database answers others', async () => {
  await sql`select pg_sleep(2)`.execute(postgres.db);
  expect(changes).toEqual([]);
});

it('a connection that an operator ends costs what is under way, and nothing after', async () => {
  const act = unfinished('ana');
  await act.begun;
  await run(
    schema.url,
    `select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and state = 'idle in transaction'
      and query like '%users%' and application_name = 'halfstar'
      and pid in (select pid from pg_locks join pg_class on pg_class.oid = relation
        where relnamespace = current_schema()::regnamespace)`,
  );
  act.end();
  expect(await act.over).toEqual(AWAY);
  await addUser(store, 'ana');
  expect(changes).toEqual([]);
});

it('a row that somebody else holds for long is refused in time', async () => {
  const ana = await addUser(store, 'ana');
  const other = await openPostgres(schema.url, { connections: 2 });
  const began = performance.now();
  await other.db.transaction().execute(async (tx) => {
    await tx.executeQuery(CompiledQuery.raw('select * from users for update'));
    expect(await refusalOf(() => store.users.change(ana.id, { scale: 'ten' }))).toEqual(AWAY);
  });
  expect(performance.now() - began).toBeLessThan(2 * REFUSED_WITHIN_MS);
  await other.db.destroy();
  expect(await store.users.change(ana.id, { scale: 'ten' })).toMatchObject({
    user: { scale: 'ten' },
  });
});

it('is named in one sentence, without its password, when it is not there at the start', async () => {
  await proxy.cut();
  const url = `postgres://ana:secret@127.0.0.1:${proxy.port}/films`;
  const opening = openPostgres(url, { connections: 2 });
  await expect(opening).rejects.toThrow(/^The database postgres:.*\/films cannot be used: .*\.$/);
  await expect(opening).rejects.not.toThrow('secret');
});

it('is told in a sentence by a command that it takes by surprise', async () => {
  const { terminal, heard } = fakeTerminal({ settings: { DATABASE_URL: through.href } });
  const code = runCommand(['catalogue', 'load'], terminal);
  await until('it loads', 20_000, () => /[1-9]\d*% \|/.test(heard().err));
  await proxy.cut();
  expect(await code).toBe(1);
  const said = heard().err.trimEnd().split('\n').at(-1);
  expect(said).toMatch(/^The database went away: .+; try again when it is back\.$/);
});

it('has no connection left when it is closed before anyone asked it anything', async () => {
  const named = new URL(schema.url);
  named.searchParams.set('application_name', `unasked-${process.pid}`);
  const unasked = await openPostgres(named.href, { connections: 1, onChange: () => {} });
  // So that it would be there by now.
  await sleep(1000);
  await unasked.db.destroy();
  const left = sql<{ n: number }>`select count(*) as n from pg_stat_activity
    where application_name = ${`unasked-${process.pid}`}`;
  await until('it is gone', REFUSED_WITHIN_MS, async () => {
    const { rows } = await left.execute(postgres.db);
    return rows[0]?.n === 0;
  });
});
