import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { shapedStatement, statement } from '../../src/adapters/sql/statement.js';

it('is built once, and runs with the values of each call', async () => {
  const db = openSqlite(':memory:');
  let built = 0;
  const both = statement((_, { left, right }: { left: number; right: string | null }) => {
    built++;
    return sql<{ left: number; right: string | null; again: number }>`
      select ${left} as "left", ${right} as "right", ${left} as again`.compile(db);
  });
  expect(await both(db, { left: 1, right: 'one' })).toEqual([{ left: 1, right: 'one', again: 1 }]);
  // In any order.
  expect(await both(db, { right: null, left: 2 })).toEqual([{ left: 2, right: null, again: 2 }]);
  expect(built).toBe(1);
  await db.destroy();
});

it('refuses to reckon with a value while it is built', async () => {
  const db = openSqlite(':memory:');
  const more = statement((_, { by }: { by: number }) =>
    sql<{ more: number }>`select ${by + 1} as more`.compile(db),
  );
  await expect(more(db, { by: 1 })).rejects.toThrow('by: not handed on to "select ? as more"');
  await db.destroy();
});

it('is of a transaction where it is given one', async () => {
  const db = openSqlite(':memory:');
  const write = statement((_, { name, value }: { name: string; value: string }) =>
    db.insertInto('secrets').values({ name, value }).compile(),
  );
  const undone = db.transaction().execute(async (tx) => {
    await write(tx, { name: 'one', value: 'x' });
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  expect(await db.selectFrom('secrets').select('name').execute()).toEqual([]);
  await db.destroy();
});

it('is built once for each shape', async () => {
  const db = openSqlite(':memory:');
  const built: string[] = [];
  const sorted = shapedStatement(
    (_, shape: { descending: boolean }, { least }: { least: number }) => {
      const direction = shape.descending ? 'desc' : 'asc';
      built.push(direction);
      return sql<{ n: number }>`
      select n from (select 1 as n union all select 2 union all select 3)
      where n >= ${least} order by n ${sql.raw(direction)}`.compile(db);
    },
  );
  const numbers = async (descending: boolean, least: number) =>
    (await sorted(db, { descending }, { least })).map(({ n }) => n);
  expect(await numbers(false, 2)).toEqual([2, 3]);
  expect(await numbers(true, 1)).toEqual([3, 2, 1]);
  expect(await numbers(false, 3)).toEqual([3]);
  expect(built).toEqual(['asc', 'desc']);
  await db.destroy();
});
