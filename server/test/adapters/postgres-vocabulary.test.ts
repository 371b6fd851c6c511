import type { KyselyPlugin } from 'kysely';
import { expect, it } from 'vitest';
import { openPostgres } from '../../src/adapters/sql/postgres.js';
import { searchFor } from '../../src/adapters/sql/search.js';
import { learnWords } from '../../src/adapters/sql/search-index.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import { vocabularyOf } from '../../src/adapters/sql/vocabulary.js';
import { newSchema } from '../support/postgres.js';
import { ALL, addMovie } from '../support/some.js';

it('reads no word twice while somebody else’s transaction goes on', async () => {
  const { url, drop } = await newSchema();
  const { db } = await openPostgres(url, { connections: 2 });
  const read: unknown[] = [];
  const watching: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      read.push(...result.rows.map(({ words }) => words));
      return result;
    },
  };
  const watched = db.withPlugin(watching);
  const other = await db.startTransaction().execute();
  await learnWords(other, ['another']);
  await learnWords(db, ['first', 'second']);
  await vocabularyOf(watched);
  await learnWords(db, ['third']);
  await vocabularyOf(watched);
  await vocabularyOf(watched);
  await other.commit().execute();
  await vocabularyOf(watched);
  await vocabularyOf(watched);
  expect(read).toEqual(['first second', 'third', null, 'another', null]);
  await db.destroy();
  await drop();
});

it('does not look for what no known word begins with', async () => {
  const { url, drop } = await newSchema();
  const { db } = await openPostgres(url, { connections: 2 });
  let statements = 0;
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      statements++;
      return result;
    },
  };
  const store = sqlStore(db.withPlugin(counting));
  const asked = async (q: string) => {
    const before = statements;
    const { items } = await store.movies.list({ q }, [{ by: 'relevance', descending: false }], ALL);
    return { titles: items.map(({ title }) => title), statements: statements - before };
  };
  await addMovie(store, { title: 'Zyzzogeton' });
  const found = ['Zyzzogeton'];
  // As it is written, the words that are known, and as it is meant.
  expect(await asked('zyzzogetn')).toEqual({ titles: found, statements: 3 });
  expect(await asked('zyzzogtn')).toEqual({ titles: found, statements: 1 });
  expect(await asked('quetzalco')).toEqual({ titles: [], statements: 1 });
  await addMovie(store, { title: 'Quetzalcoatlus' });
  const added = ['Quetzalcoatlus'];
  // As it would have been meant, the words that are known by now, and as it is written.
  expect(await asked('quetzalco')).toEqual({ titles: added, statements: 3 });
  // Nothing is like it, and so it is meant as it is written.
  expect(await asked('quetzalco')).toEqual({ titles: added, statements: 1 });
  await db.destroy();
  await drop();
});

it('does not take for whole what it was corrected by before another search read new words', async () => {
  const { url, drop } = await newSchema();
  const { db } = await openPostgres(url, { connections: 2 });
  await learnWords(db, ['zyzzogeton']);
  await vocabularyOf(db);
  await learnWords(db, ['quetzalcoatlus']);
  const { newest } = await db
    .selectFrom('search_words')
    .select(({ fn }) => fn.max('id').as('newest'))
    .executeTakeFirstOrThrow();
  const asked: string[] = [];
  await searchFor(db, 'quetzalcoatlos', async ({ meant }) => {
    const words = JSON.stringify(meant);
    asked.push(words);
    await vocabularyOf(db);
    return { hits: words.includes('quetzalcoatlus') ? 1 : 0, newest };
  });
  expect(asked.at(-1)).toContain('quetzalcoatlus');
  await db.destroy();
  await drop();
});
