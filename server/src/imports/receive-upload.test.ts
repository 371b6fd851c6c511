import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { addUser } from '../../test/support/some.js';
import { aClue, anUpload, aRating } from '../../test/support/some-rows.js';
import type { Store } from '../ports.js';
import type { UserId } from '../users/user.js';
import type { Row, Upload } from './entry.js';
import { receiveUpload } from './receive-upload.js';

const ROWS = 1000;
let store: Store;
let ana: UserId;
beforeEach(async () => {
  store = await emptyStore();
  ana = (await addUser(store, 'ana')).id;
});
afterEach(() => store.close());

/** Rows of one film, each told of before it is read. */
function upload(onRow: (n: number) => void): Upload {
  const film = aClue({ title: 'Alien', year: 1979 });
  const whole = anUpload({ 'a.csv': Array.from({ length: ROWS }, () => [film, aRating(3)]) });
  async function* rows(): AsyncGenerator<Row[]> {
    let n = 0;
    for await (const some of whole.rows) {
      for (const row of some) {
        n += 1;
        onRow(n);
        yield [row];
      }
    }
  }
  return { ...whole, rows: rows() };
}

type Add = Store['importRows']['add'];
/** With another way to keep rows. */
function receive(given: Upload, add: Add, onRemove = () => {}) {
  const { importRows, imports } = store;
  const remove: typeof imports.remove = (...whose) => {
    onRemove();
    return imports.remove(...whose);
  };
  const odd = { ...store, importRows: { ...importRows, add }, imports: { ...imports, remove } };
  const needs = { store: odd, now: Date.now, pause: async () => {} };
  return receiveUpload(needs, { userId: ana, name: 'a.csv', upload: given });
}

it('reads rows while those before them are kept, and keeps each once', async () => {
  let read = 0;
  let heard = () => {};
  const given = upload((n) => {
    read = n;
    heard();
  });
  const { id } = await receive(given, async (importId, rows) => {
    const last = rows.at(-1)?.place ?? 0;
    // Without a row read meanwhile, it would never end.
    while (read < Math.min(last + 1, ROWS)) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
    await store.importRows.add(importId, rows);
  });
  const kept = await store.importRows.behind(id, 0, ROWS + 1);
  expect(kept.map(({ place }) => place)).toEqual(Array.from({ length: ROWS }, (_, n) => n + 1));
});

it('removes what cannot be read to its end, and not before all that was read is kept', async () => {
  const told: string[] = [];
  const given = upload((n) => {
    if (n === ROWS / 2 + 50) throw new Error('no more of it');
  });
  const received = receive(
    given,
    async (importId, rows) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await store.importRows.add(importId, rows);
      told.push('kept');
    },
    () => told.push('removed'),
  );
  await expect(received).rejects.toThrow('no more of it');
  expect(told).toEqual(['kept', 'kept', 'removed']);
  expect(await store.imports.count(ana)).toMatchObject({ all: 0 });
});

it('says why rows could not be kept, and leaves nothing', async () => {
  const received = receive(
    upload(() => {}),
    async (_importId, [first]) => {
      if (first?.place !== 1) throw new Error('the disk is full');
    },
  );
  await expect(received).rejects.toThrow('the disk is full');
  expect(await store.imports.count(ana)).toMatchObject({ all: 0 });
});

it('sets aside what is told of a time to come, and no score of it says on which scale the file is', async () => {
  const film = aClue({ title: 'Alien', year: 1979 });
  const late = { ...aRating(9), ratedAt: Date.UTC(2999, 0, 1) };
  const given = anUpload({
    'a.csv': [
      [film, aRating(3)],
      [film, late],
    ],
  });
  const kept: [wishes: number, why: string | undefined][] = [];
  const { files } = await receive(given, async (_importId, rows) => {
    for (const { wishes, aside } of rows) kept.push([wishes.length, aside?.why]);
  });
  expect(kept).toEqual([
    [1, undefined],
    [0, 'malformed'],
  ]);
  expect(files[0]?.scales.some(({ most }) => most === 5)).toBe(true);
});
