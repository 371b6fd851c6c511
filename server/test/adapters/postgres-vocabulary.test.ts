import type { KyselyPlugin } from 'kysely';
import { expect, it } from 'vitest';
import { openPostgres } from '../../src/adapters/sql/postgres.js';
import { learnWords } from '../../src/adapters/sql/search-index.js';
import { vocabularyOf } from '../../src/adapters/sql/vocabulary.js';
import { newSchema } from '../support/postgres.js';

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
