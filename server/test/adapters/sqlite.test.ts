import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import { ratingsContract } from '../contracts/ratings.js';
import { recountContract, type Tampered } from '../contracts/recount.js';
import { storeContract } from '../contracts/store.js';
import { usersContract } from '../contracts/users.js';
import { wholeStoreContract } from '../contracts/whole-store.js';
import { inAnotherProcess } from '../support/another-process.js';
import { addMovie, addUser, rate } from '../support/some.js';

const RATE_MANY = new URL('../support/rate-many.ts', import.meta.url);

function openTampered(file: string): Tampered {
  const db = openSqlite(file);
  return { store: sqlStore(db), run: (sql) => db.executeQuery(CompiledQuery.raw(sql)) };
}

describe('SQLite in memory', () => {
  wholeStoreContract(async () => openTampered(':memory:'));
});

describe('SQLite in a file', () => {
  let folder: string;
  let files = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'halfstar-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const newFile = () => join(folder, 'made', 'for', 'it', `${++files}.db`);
  const openNew = async () => openTampered(newFile()).store;

  ratingsContract(openNew);
  usersContract(openNew);
  storeContract(openNew);
  recountContract(async () => openTampered(newFile()));

  it('keeps everything, its secret too, when it is closed and opened again', async () => {
    const file = newFile();
    const { store } = openTampered(file);
    const ana = await addUser(store, 'ana');
    const movie = await addMovie(store, { title: 'Alien' });
    const { rating, tally } = await rate(store, ana.id, movie.id, { stars: 3.55, note: 'loud' });
    const secret = await store.secret();
    await store.close();

    const { store: again } = openTampered(file);
    expect(await again.users.findByHandle('ana')).toEqual(ana);
    expect(await again.movies.find(movie.id)).toEqual(movie);
    expect(await again.ratings.find(ana.id, movie.id)).toEqual(rating);
    expect(await again.ratings.tallyOf(movie.id)).toEqual(tally);
    expect(await again.secret()).toBe(secret);
    await again.close();
  });

  it('is written by several processes at once without losing anything', async () => {
    const file = newFile();
    const { store } = openTampered(file);
    const { id } = await addMovie(store);
    const people = await Promise.all(
      Array.from({ length: 4 }, (_, i) => inAnotherProcess(RATE_MANY, file, String(id), `p${i}`)),
    );
    expect(people).toEqual(Array.from({ length: 4 }, () => '25'));
    expect((await store.ratings.tallyOf(id)).count).toBe(100);
    expect(await store.recount.differences()).toMatchObject({ ratings: 100, differences: [] });
    await store.close();
  });

  it('sees at once what another has written', async () => {
    const file = newFile();
    const [one, other] = [openTampered(file).store, openTampered(file).store];
    const ana = await addUser(one, 'ana');
    expect(await other.users.find(ana.id)).toEqual(ana);
    await other.users.change(ana.id, { displayName: 'Ana B.' });
    expect((await one.users.find(ana.id))?.displayName).toBe('Ana B.');
    for (const store of [one, other]) await store.close();
  });

  it('backs itself up into another file, and never over one that is there', async () => {
    const { store } = openTampered(newFile());
    await addUser(store, 'ana');
    const copy = join(folder, 'copy.db');
    await store.backup(copy);
    await addUser(store, 'ben');
    const { store: copied } = openTampered(copy);
    expect(await copied.users.findByHandle('ana')).toMatchObject({ handle: 'ana' });
    expect(await copied.users.findByHandle('ben')).toBeNull();
    await copied.close();
    await expect(store.backup(copy)).rejects.toThrow();
    await store.close();
  });
});
