import { CompiledQuery, type KyselyPlugin } from 'kysely';
import { expect, it } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import { receiveUpload } from '../../src/imports/receive-upload.js';
import { applyImport, forgetImport, undoImport } from '../../src/imports/steer.js';
import { importWork, isWorking } from '../../src/imports/work.js';
import { addMovie, addUser, NOW } from '../support/some.js';
import { aClue, anUpload, aRating, aViewing } from '../support/some-rows.js';

const now = () => NOW;
/** Tables that are as large as all imports, or all that everyone has of films. */
const LARGE = [
  'import_rows',
  'import_effects',
  'movies',
  'ratings',
  'rating_events',
  'tallies',
  'viewings',
  'watchlist',
  'favourites',
];
/**
 * All titles are read once for an import, page by page; the foreign keys of an import find nothing when it is made and
 * when it goes; and what is undone is counted once.
 */
const FEW = [
  /^select "id", "title", "original_title"/,
  /\blimit 500\)/,
  /^(?:insert into|delete from) "imports"/,
  /^select count\(\*\) as "n" from "import_effects"/,
];

/** What SQLite looks for in a table, as a plan has it; null where it goes through all of it. */
function searched(step: string): { table: string; by: string[] } | null {
  const [, how, table = '', by] = /^(SCAN|SEARCH) (\w+)(?:.* \((.*)\))?/.exec(step) ?? [];
  if (how === undefined) return null;
  return { table, by: how === 'SCAN' ? [] : (by?.match(/\w+(?=[=<>])/g) ?? []) };
}

/** Of an import with a million rows a step is to take as long as of one with ten. */
it('looks for the rows of a step by their keys, in each statement of an import', async () => {
  const plain = openSqlite(':memory:');
  const texts = new Set<string>();
  const listening: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      texts.add(plain.getExecutor().compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const store = sqlStore(plain.withPlugin(listening));
  const userId = (await addUser(store, 'ana')).id;
  await addMovie(store, { title: 'Alien', year: 1979 });
  texts.clear();

  const films = [aClue({ title: 'Alien', year: 1979 }), aClue({ title: 'Unheard', year: 2011 })];
  const marked = { kind: 'watchlist', addedAt: NOW } as const;
  const rows = films.flatMap((film) => [
    [film, aRating(3.5)] as const,
    [film, aViewing('2020-01-02'), marked] as const,
  ]);
  const told = { userId, name: 'mine.zip', upload: anUpload({ 'mine.csv': rows }) };
  const { id } = await receiveUpload({ store, now, pause: async () => {} }, told);
  const settled = async () => {
    for (;;) {
      const one = await store.imports.lock(id);
      if (one === null || !isWorking(one)) return one?.state;
      await importWork({ store, outside: null, now }).goOn(one, 2);
    }
  };
  expect(await settled()).toBe('ready');
  await applyImport({ store, now }, { userId, id });
  expect(await settled()).toBe('applied');
  await undoImport({ store, now }, { userId, id });
  expect(await settled()).toBe('undone');
  await forgetImport({ store, now }, { userId, id });

  const slow: string[] = [];
  for (const text of texts) {
    if (FEW.some((known) => known.test(text.trim()))) continue;
    const { rows } = await plain.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${text}`),
    );
    for (const { detail } of rows) {
      const step = searched(detail);
      if (step === null || !LARGE.includes(step.table)) continue;
      const isImport = step.table.startsWith('import_');
      if (step.by.length < (isImport ? 2 : 1)) slow.push(`${detail}: ${text.trim()}`);
    }
  }
  expect(texts.size).toBeGreaterThan(30);
  expect(slow).toEqual([]);
  await store.close();
});
