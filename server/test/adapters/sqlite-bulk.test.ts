import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/adapters/sql/engine.js';
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

describe('rows written to SQLite', () => {
  const db = openSqlite(':memory:');
  beforeAll(() => sql`create table numbers (id integer primary key, a real, b real)`.execute(db));
  afterAll(() => db.destroy());

  const COLUMNS = ['id', 'a', 'b'];
  const LEAST = 0.1;
  const put = (tx: typeof db, rows: Row[]) =>
    sqliteBulk.write(
      tx,
      'numbers',
      COLUMNS,
      rows,
      (given) => sql`insert into numbers (id, a, b)
        select ${given('id')}, ${given('a')}, ${given('b')} ${given.from()}
        where ${given('b')} > ${LEAST}`,
    );
  const written = async () => {
    const { rows } = await sql<{ id: number; a: number; b: number }>`
      select id, a, b from numbers order by id`.execute(db);
    return rows.map(({ id, a, b }) => [id, a, b]);
  };
  const within = (rows: Row[]) => db.transaction().execute((tx) => put(tx, rows));

  it('are there as they are, where the statement lets them in', async () => {
    const rows = [
      [1, 0.1 + 0.2, 1 / 3],
      [2, 5e-324, 1e300],
      [4, null, 2 ** 53 + 2],
    ];
    await within([...rows, [3, 1, LEAST]]);
    await within([]);
    expect(await written()).toEqual(rows);
  });

  it('are all there or none', async () => {
    const before = await written();
    await expect(within([...[7, 8].map((id) => [id, 1, 1]), [1, 1, 1]])).rejects.toThrow('UNIQUE');
    expect(await written()).toEqual(before);
  });

  it('are refused outside of a transaction, where half of them could stay', async () => {
    await expect(put(db, [[9, 1, 1]])).rejects.toThrow('in a transaction');
    expect((await written()).map(([id]) => id)).not.toContain(9);
  });
});
