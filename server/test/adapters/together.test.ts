import { expect, it } from 'vitest';
import { together } from '../../src/adapters/sql/together.js';

/** Pieces of work, each of which ends when it is told how. */
function pieces() {
  const begun: { asks: readonly number[]; end: (answers: Promise<string[]>) => void }[] = [];
  const work = (asks: readonly number[]) =>
    new Promise<string[]>((resolve) => {
      begun.push({ asks, end: resolve });
    });
  return { begun, work, asked: () => begun.map(({ asks }) => asks) };
}
const turn = () => new Promise(setImmediate);

it('does together what is asked for in one turn, and answers each', async () => {
  const { begun, work, asked } = pieces();
  const ask = together({ atOnce: 1, most: 10 }, work);
  const answers = [1, 2, 3].map(ask);
  expect(begun).toEqual([]);
  await turn();
  expect(asked()).toEqual([[1, 2, 3]]);
  begun[0]?.end(Promise.resolve(['one', 'two', 'three']));
  expect(await Promise.all(answers)).toEqual(['one', 'two', 'three']);
});

it('gathers what comes while as much is under way as may be, and never more than that', async () => {
  const { begun, work, asked } = pieces();
  const ask = together({ atOnce: 2, most: 3 }, work);
  for (const n of [1, 2]) {
    void ask(n);
    await turn();
  }
  for (const n of [3, 4, 5, 6]) void ask(n);
  await turn();
  expect(asked()).toEqual([[1], [2]]);
  begun[1]?.end(Promise.resolve(['two']));
  await turn();
  expect(asked()).toEqual([[1], [2], [3, 4, 5]]);
});

it('rejects all that failed together, and goes on with others', async () => {
  const { begun, work } = pieces();
  const ask = together({ atOnce: 1, most: 2 }, work);
  const failing = Promise.allSettled([ask(1), ask(2)]);
  const other = ask(3);
  await turn();
  begun[0]?.end(Promise.reject(new Error('broken')));
  expect(await failing).toMatchObject(Array(2).fill({ reason: { message: 'broken' } }));
  await turn();
  begun[1]?.end(Promise.resolve(['three']));
  expect(await other).toBe('three');
});
