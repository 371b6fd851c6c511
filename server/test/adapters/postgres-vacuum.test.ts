import pg from 'pg';
import { expect, it } from 'vitest';
import { openStore } from '../../src/open-store.js';
import { ask, newDatabase } from '../support/postgres.js';
import { addMovie, addUser, rate } from '../support/some.js';
import { until } from '../support/until.js';

const STATE = `select reltuples >= 0 as "isCounted", relallvisible = relpages as "isKnown"
  from pg_class where relname = 'ratings' and relkind = 'r'`;

it('tables are tidied again that somebody read meanwhile, and not for ever', async () => {
  const { url, drop } = await newDatabase();
  const store = await openStore({ database: { kind: 'postgres', url } });
  const reader = new pg.Client(url);
  try {
    const { id } = await addMovie(store);
    await reader.connect();
    const read = () => reader.query('begin isolation level repeatable read; select 1');
    const state = async () => (await ask<{ isCounted: boolean; isKnown: boolean }>(url, STATE))[0];

    await read();
    await rate(store, (await addUser(store, 'ana')).id, id, { stars: 4 });
    const tidying = store.tidy();
    await until('it was looked at', 10_000, async () => (await state())?.isCounted === true);
    expect(await state()).toEqual({ isCounted: true, isKnown: false });
    await reader.query('rollback');
    await tidying;
    expect(await state()).toEqual({ isCounted: true, isKnown: true });

    await read();
    await rate(store, (await addUser(store, 'ben')).id, id, { stars: 4 });
    await store.tidy();
    expect((await state())?.isKnown).toBe(false);
  } finally {
    await reader.end();
    await store.close();
    await drop();
  }
}, 60_000);
