import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqliteBulk } from '../../src/adapters/sql/sqlite-bulk.js';
import { chance } from '../support/chance.js';

describe('rows given to SQLite at once', () => {
  const db = openSqlite(':memory:');
  afterAll(() => db.destroy());

  const given = async (rows: (string | number | null)[][]) => {
    const columns = ['a', 'b', 'c'];
    const { rows: found } = await sql<{ a: unknown; b: unknown; c: unknown }>`
      select a, b, c from ${sqliteBulk.recordset('any', columns, rows)} as given`.execute(db);
    return found.map(({ a, b, c }) => [a, b, c]);
  };

  it('come as they are, fractions to their last digit', async () => {
    const { below } = chance(1);
    const fraction = () => (below(2 ** 32) - 2 ** 31) / 3 ** below(40);
    const rows = Array.from({ length: 5000 }, (_, n) => [
      n,
      fraction(),
      [null, fraction(), n][n % 3] as number | null,
    ]);
    expect(await given(rows)).toEqual(rows);
  });

  it('come as they are however small or large one of them is', async () => {
    const rows = [
      ['x', 5e-324, 0.1],
      ['it’s', -1e-30, 1.7976931348623157e308],
      [null, 0.3, -2],
    ];
    expect(await given(rows)).toEqual(rows);
  });
});
