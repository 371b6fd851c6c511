import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOfFile } from '../../src/adapters/uploads/bytes.js';
import { fileUploads } from '../../src/adapters/uploads/uploads.js';
import type { Import, ImportId } from '../../src/imports/import.js';
import { receiveUpload } from '../../src/imports/receive-upload.js';
import { applyImport, setScales, undoImport } from '../../src/imports/steer.js';
import { importWork, isWorking } from '../../src/imports/work.js';
import type { Store } from '../../src/ports.js';
import type { UserId } from '../../src/users/user.js';
import { emptyStore } from '../support/engine.js';
import { everything } from '../support/everything.js';
import { FILES, IMPORTS, isThere, ZIPS } from '../support/exports-of-others.js';
import { someFilms } from '../support/films.js';
import { addUser, NOW } from '../support/some.js';

const FILMS = 1000;
const ROWS_AT_ONCE = 100;
/** Of Criticker's sample, whose owner rates so. */
const SCALE = 10;

describe.runIf(isThere(IMPORTS))('exports that people really have, brought in', () => {
  let store: Store;
  let ana: UserId;
  const now = () => NOW;

  beforeAll(async () => {
    store = await emptyStore(now);
    await store.catalogue.load(await someFilms(FILMS), NOW, () => {});
    ana = (await addUser(store, 'ana')).id;
  });
  afterAll(() => store.close());

  async function bring(name: string): Promise<Import> {
    const upload = await fileUploads().open(await bytesOfFile(join(IMPORTS, name)), name);
    const needs = { store, now, pause: async () => {} };
    const { id } = await receiveUpload(needs, { userId: ana, name, upload });
    const one = await settled(id);
    if (one.state !== 'asking') return one;
    const scales = Object.fromEntries(one.files.map(({ name: file }) => [file, SCALE]));
    await setScales({ store, now }, { userId: ana, id }, scales);
    return settled(id);
  }

  async function settled(id: ImportId): Promise<Import> {
    const work = importWork({ store, outside: null, now });
    for (;;) {
      const one = (await store.imports.find(ana, id)) as Import;
      if (!isWorking(one)) return one;
      await work.goOn(one, ROWS_AT_ONCE);
    }
  }

  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);

  const files = FILES.map(([name, rows, , aside]) => [name, rows, sum({ ...aside })] as const);
  const zips = ZIPS.map(([name, rows]) => [name, rows, null] as const);
  it.each([...files, ...zips])(
    'come to a verdict for every row, and leave nothing when they are taken back: %s',
    async (name, rows, aside) => {
      const before = await everything(store, ana);
      const one = await bring(name);
      expect(one).toMatchObject({ state: 'ready', rows });
      expect(sum(one.verdicts)).toBe(rows);
      if (aside !== null) expect(one.verdicts.aside).toBe(aside);
      expect(await everything(store, ana)).toEqual(before);

      const whose = { userId: ana, id: one.id };
      await applyImport({ store, now }, whose);
      const applied = await settled(one.id);
      const { verdicts, outcomes } = applied;
      expect(applied.state).toBe('applied');
      expect(sum(outcomes) + verdicts.aside + verdicts.unmatched).toBe(rows);
      expect(sum(verdicts)).toBe(rows);
      expect(outcomes.taken).toBeGreaterThanOrEqual(verdicts.new);
      const again = await bring(name);
      const { aside: left, unmatched } = verdicts;
      const same = rows - left - unmatched;
      expect(again.verdicts).toEqual({
        new: 0,
        same,
        changed: 0,
        conflict: 0,
        unmatched,
        aside: left,
      });

      await undoImport({ store, now }, whose);
      expect(await settled(one.id)).toMatchObject({ state: 'undone', kept: 0 });
      expect(await everything(store, ana)).toEqual(before);
      expect((await store.recount.differences()).differences).toEqual([]);
      for (const { id } of [one, again]) await store.imports.remove(ana, id);
    },
  );
});
