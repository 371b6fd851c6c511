import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import type { Store } from '../../src/ports.js';
import { addMovie, addUser, aUser, NOW, rate } from '../support/some.js';

type Told = (error: NodeJS.ErrnoException | null) => void;

describe('what is written to SQLite', () => {
  let folder: string;
  let store: Store;
  /** What the disk has been told to write, and has not written yet. */
  let waiting: Told[];
  let isSlow: boolean;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'halfstar-'));
    [waiting, isSlow] = [[], false];
    vi.spyOn(fs, 'fdatasync').mockImplementation((_log, told) => {
      if (isSlow) waiting.push(told);
      else setImmediate(told, null);
    });
    store = sqlStore(openSqlite(join(folder, 'slow.db')));
  });
  afterEach(async () => {
    isSlow = false;
    for (const told of waiting.splice(0)) told(null);
    await store.close();
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  /** What was done by now of what was begun. */
  const watched = () => {
    const done: string[] = [];
    return {
      done,
      watch: (name: string, work: Promise<unknown>) => {
        work.then(
          () => done.push(name),
          () => done.push(`${name}: failed`),
        );
      },
    };
  };
  const turns = () => new Promise((later) => setTimeout(later, 50));

  it('is acknowledged when the disk has it, and keeps nobody waiting meanwhile', async () => {
    const ana = await addUser(store, 'ana');
    const { id } = await addMovie(store);
    isSlow = true;
    const { done, watch } = watched();
    watch('rating', rate(store, ana.id, id, { stars: 4 }));
    await turns();
    expect(done).toEqual([]);
    watch('reading', store.ratings.find(ana.id, id));
    await turns();
    expect(done).toEqual(['reading']);
    waiting.shift()?.(null);
    await turns();
    expect(done).toEqual(['reading', 'rating']);
  });

  it('is brought to the disk together with what else was written meanwhile', async () => {
    isSlow = true;
    const { done, watch } = watched();
    watch('first', store.users.add(aUser('first'), NOW));
    await turns();
    for (const name of ['second', 'third', 'fourth'])
      watch(name, store.users.add(aUser(name), NOW));
    await turns();
    expect(waiting).toHaveLength(1);
    waiting.shift()?.(null);
    await turns();
    // What was told to the disk before they were written says nothing of them.
    expect(done).toEqual(['first']);
    expect(waiting).toHaveLength(1);
    waiting.shift()?.(null);
    await turns();
    expect(done).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('is waited for where one statement stands alone, and not where nothing was written', async () => {
    const ana = await addUser(store, 'ana');
    isSlow = true;
    const { done, watch } = watched();
    watch('reading', store.users.find(ana.id));
    await turns();
    expect(done).toEqual(['reading']);
    watch('pruning', store.tokens.prune(NOW, NOW));
    await turns();
    expect(done).toEqual(['reading']);
    expect(waiting).toHaveLength(1);
  });

  it('is never acknowledged again once the disk has failed', async () => {
    isSlow = true;
    const { done, watch } = watched();
    watch('lost', store.users.add(aUser('lost'), NOW));
    await turns();
    waiting.shift()?.(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
    await turns();
    isSlow = false;
    watch('later', store.users.add(aUser('later'), NOW));
    await turns();
    expect(done).toEqual(['lost: failed', 'later: failed']);
    await expect(store.users.findByHandle('ana')).resolves.toBeNull();
  });
});
