import { expect, it } from 'vitest';
import type { UserId } from '../users/user.js';
import { judge } from './judge.js';
import type { Unjudged } from './outcomes.js';
import type { Serving } from './predictor.js';

const people = [1, 2, 3].map((id): Unjudged => ({ userId: id as UserId, from: 1, revision: 9 }));

function watched(mayGoOn: () => boolean) {
  const done: string[] = [];
  return {
    done,
    needs: {
      outcomes: {
        unjudged: async (after: UserId) => people.filter(({ userId }) => userId > after),
        async news({ userId }: Unjudged) {
          done.push(`looked at ${userId}`);
          return null;
        },
        meanWithout: async () => new Map(),
        async settle(_version: number, some: readonly Unjudged[]) {
          done.push(`done with ${some.map(({ userId }) => userId)}`);
          return true;
        },
      },
      predictor: {
        serving: () => ({ kept: { readAt: 0, version: 1 } }) as Serving,
        knownMovies: async () => [],
      },
      breath: async () => {},
      pause: async () => void done.push('rested'),
      mayGoOn,
    },
  };
}

it('lets others work after each person, also after one of whom nothing is to be judged', async () => {
  const { needs, done } = watched(() => true);
  await expect(judge(needs)).resolves.toBeNull();
  const each = people.flatMap(({ userId }) => [`looked at ${userId}`, 'rested']);
  expect(done).toEqual([...each, 'done with 1,2,3']);
});

it('ends after the person at hand when it may not go on, and goes on behind them', async () => {
  const cut = watched(() => false);
  await expect(judge(cut.needs)).resolves.toBe(1);
  expect(cut.done).toEqual(['looked at 1', 'rested', 'done with 1']);
  const next = watched(() => true);
  await expect(judge(next.needs, 1 as UserId)).resolves.toBeNull();
  expect(next.done.at(-1)).toBe('done with 2,3');
});
