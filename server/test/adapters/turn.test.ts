import { expect, it } from 'vitest';
import { Turn } from '../../src/adapters/sql/turn.js';

/** Who has it, by name, once all who may have it do. */
function taking(turn: Turn) {
  const has: string[] = [];
  const settle = () => new Promise(setImmediate);
  return {
    has,
    async alone(name: string) {
      void turn.take().then(() => has.push(name));
      await settle();
    },
    async together(name: string) {
      void turn.takeTogether().then(() => has.push(name));
      await settle();
    },
    async leaves(name: string) {
      has.splice(has.indexOf(name), 1);
      turn.leave();
      await settle();
    },
  };
}

it('is had by one at a time, in the order in which they asked', async () => {
  const turn = new Turn();
  const { has, alone, leaves } = taking(turn);
  await alone('ana');
  await alone('ben');
  await alone('cyd');
  expect(has).toEqual(['ana']);
  expect(turn.tryTake()).toBe(false);
  await leaves('ana');
  expect(has).toEqual(['ben']);
  await leaves('ben');
  await leaves('cyd');
  expect(has).toEqual([]);
  expect(turn.tryTake()).toBe(true);
});

it('is shared by two who take it together', async () => {
  const { has, together, leaves } = taking(new Turn());
  for (const name of ['ana', 'ben', 'cyd']) await together(name);
  expect(has).toEqual(['ana', 'ben']);
  await leaves('ana');
  expect(has).toEqual(['ben', 'cyd']);
});

it('is not shared past somebody who waits alone', async () => {
  const { has, alone, together, leaves } = taking(new Turn());
  await together('ana');
  await alone('ben');
  for (const name of ['cyd', 'dan', 'eva']) await together(name);
  expect(has).toEqual(['ana']);
  await leaves('ana');
  expect(has).toEqual(['ben']);
  await leaves('ben');
  expect(has).toEqual(['cyd', 'dan']);
  await leaves('cyd');
  await leaves('dan');
  await leaves('eva');
  await alone('fay');
  await together('gus');
  expect(has).toEqual(['fay']);
});
