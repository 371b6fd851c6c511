import { CompiledQuery } from 'kysely';
import { describe } from 'vitest';
import { openPostgres } from '../../src/adapters/sql/postgres.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import type { Tampered } from '../contracts/recount.js';
import { wholeStoreContract } from '../contracts/whole-store.js';
import { closingToo } from '../support/engine.js';
import { emptySchema } from '../support/postgres.js';

async function openTampered(): Promise<Tampered> {
  const { url, close } = await emptySchema();
  const { db } = await openPostgres(url, { connections: 5 });
  return {
    store: closingToo(sqlStore(db), close),
    run: (sql) => db.executeQuery(CompiledQuery.raw(sql)),
  };
}

describe('PostgreSQL', () => {
  wholeStoreContract(openTampered);
});
