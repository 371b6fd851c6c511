import { expect, it } from 'vitest';
import type { UserId } from '../users/user.js';
import { judge } from './judge.js';
import type { Unjudged } from './outcomes.js';
import type { Serving } from './predictor.js';

it('lets others work after each person, also after one of whom nothing is to be judged', async () => {
  const people = [1, 2, 3].map((id): Unjudged => ({ userId: id as UserId, from: 1, revision: 9 }));
  const serving = { kept: { readAt: 0, version: 1 } } as Serving;
  const done: string[] = [];
  const looked = await judge({
    outcomes: {
      unjudged: async () => people,
      async news({ userId }) {
        done.push(`looked at ${userId}`);
        return null;
      },
      meanWithout: async () => new Map(),
      settle: async () => true,
    },
    predictor: { serving: () => serving, knownMovies: async () => [] },
    async pause() {
      done.push('rested');
    },
  });
  expect(looked).toBe(3);
  expect(done).toEqual(people.flatMap(({ userId }) => [`looked at ${userId}`, 'rested']));
});
