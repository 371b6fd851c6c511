import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { backupSqlite } from '../../src/adapters/sql/sqlite-file.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import { leasesContract } from '../contracts/leases.js';
import { publicationContract } from '../contracts/publication.js';
import { racesContract } from '../contracts/races.js';
import { ratingsContract } from '../contracts/ratings.js';
import { receiptsContract } from '../contracts/receipts.js';
import { recountContract, type Tampered } from '../contracts/recount.js';
import { storeContract } from '../contracts/store.js';
import { usersContract } from '../contracts/users.js';
import { wholeStoreContract } from '../contracts/whole-store.js';
import { inAnotherProcess } from '../support/another-process.js';
import { ALL, addMovie, addUser, aMovie, NOW, rate } from '../support/some.js';

const RATE_MANY = new URL('../support/rate-many.ts', import.meta.url);

function openTampered(file: string): Tampered {
  const db = openSqlite(file);
  return { store: sqlStore(db), run: (sql) => db.executeQuery(CompiledQuery.raw(sql)) };
}

describe('SQLite in memory', () => {
  wholeStoreContract(async () => openTampered(':memory:'));
});

describe('a page of ratings', () => {
  it('has the rating that another film took over while the page was read', async () => {
    const db = openSqlite(':memory:');
    const store = sqlStore(db);
    const ana = await addUser(store, 'ana');
    const [twin, film] = [await addMovie(store, { title: 'Alien' }), await addMovie(store)];
    await rate(store, ana.id, twin.id, { stars: 4 });
    const { executeQuery } = db;
    let merged = false;
    db.executeQuery = async (query) => {
      if (!merged && 'sql' in query && query.sql.includes('as people')) {
        merged = true;
        await store.movies.merge(twin, film, aMovie({ title: 'Alien' }), NOW);
      }
      return executeQuery.call(db, query) as never;
    };
    const page = await store.ratings.byUser(ana.id, {}, [{ by: 'ratedAt', descending: true }], ALL);
    expect(merged).toBe(true);
    expect(page.items.map(({ movie, rating }) => [movie.id, rating.stars])).toEqual([
      [film.id, 80],
    ]);
    expect(page.total).toBe(1);
    await store.close();
  });
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
  leasesContract(openNew);
  receiptsContract(openNew);
  racesContract(openNew);
  publicationContract(openNew);
  recountContract(async () => openTampered(newFile()));

  it('is read while a transaction goes on, as it was before', async () => {
    const store = await openNew();
    const ana = await addUser(store, 'ana');
    const movie = await addMovie(store, { title: 'Alien' });
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let isRated = () => {};
    const rated = new Promise<void>((resolve) => {
      isRated = resolve;
    });
    const writing = store.atomically(async (tx) => {
      await rate({ ...store, ...tx } as typeof store, ana.id, movie.id, { stars: 4 });
      expect((await tx.ratings.find(ana.id, movie.id))?.stars).toBe(80);
      isRated();
      await gate;
    });
    await rated;
    expect(await store.ratings.find(ana.id, movie.id)).toBeNull();
    expect((await store.ratings.tallyOf(movie.id)).count).toBe(0);
    expect((await store.movies.list({ q: 'alien' }, [], ALL)).total).toBe(1);
    goOn();
    await writing;
    expect((await store.ratings.find(ana.id, movie.id))?.stars).toBe(80);
    await store.close();
  });

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
      Array.from({ length: 4 }, (_, i) =>
        inAnotherProcess(RATE_MANY, `file:${file}`, String(id), `p${i}`),
      ),
    );
    expect(people).toEqual(Array.from({ length: 4 }, () => '25'));
    expect((await store.ratings.tallyOf(id)).count).toBe(100);
    expect(await store.recount.differences()).toMatchObject({ ratings: 100, differences: [] });
    await store.close();
  });

  it('waits for another process also where one statement reads or writes alone', async () => {
    const file = newFile();
    const { store } = openTampered(file);
    const ana = await addUser(store, 'ana');
    const token = { userId: ana.id, kind: 'access', name: null, scope: 'read' } as const;
    const { id } = await store.tokens.add({ ...token, hash: 'hash', expiresAt: null }, 1);
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    let touched = false;
    const touching = store.tokens.touch(id, 5000).then(() => {
      touched = true;
    });
    // Longer than SQLite waits by itself.
    await new Promise((later) => setTimeout(later, 300));
    expect(touched).toBe(false);
    other.exec('COMMIT');
    other.close();
    await touching;
    expect((await store.tokens.find('hash'))?.token.lastUsedAt).toBe(5000);
    await store.close();
  });

  it('goes on writing after another process kept it from that for too long', async () => {
    const file = newFile();
    const { store } = openTampered(file);
    const ana = await addUser(store, 'ana');
    const { id } = await addMovie(store);
    const writes = {
      alone: () => store.favourites.add(ana.id, id, NOW),
      rating: () => rate(store, ana.id, id, { stars: 4 }),
      together: () => store.atomically((tx) => tx.watchlist.add(ana.id, id, NOW)),
      taken: () => store.leases.take('prune', 'me', NOW, 1000),
    };
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    for (const write of Object.values(writes)) {
      await expect(write()).rejects.toMatchObject({ code: expect.stringMatching(/^SQLITE_BUSY/) });
    }
    other.exec('ROLLBACK');
    other.close();
    // Not the one that failed last: another would find its statement still begun.
    for (const name of ['rating', 'together', 'alone', 'rating'] as const) await writes[name]();
    expect(await store.ratings.find(ana.id, id)).toMatchObject({ stars: 80 });
    expect((await store.recount.differences()).differences).toEqual([]);
    await store.close();
  }, 30_000);

  it('sees at once what another has written', async () => {
    const file = newFile();
    const [one, other] = [openTampered(file).store, openTampered(file).store];
    const ana = await addUser(one, 'ana');
    expect(await other.users.find(ana.id)).toEqual(ana);
    await other.users.change(ana.id, { displayName: 'Ana B.' });
    expect((await one.users.find(ana.id))?.displayName).toBe('Ana B.');
    for (const store of [one, other]) await store.close();
  });

  it('is backed up into another file, and never over one that is there', async () => {
    const file = newFile();
    const { store } = openTampered(file);
    await addUser(store, 'ana');
    const copy = join(folder, 'copy.db');
    await backupSqlite(file, copy);
    await addUser(store, 'ben');
    const { store: copied } = openTampered(copy);
    expect(await copied.users.findByHandle('ana')).toMatchObject({ handle: 'ana' });
    expect(await copied.users.findByHandle('ben')).toBeNull();
    await copied.close();
    await expect(backupSqlite(file, copy)).rejects.toThrow();
    await store.close();
  });
});
