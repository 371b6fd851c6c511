import { type ChildProcess, fork } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workerLimits } from '../../src/adapters/memory/worker-limits.js';
import type { Allowance, Limits } from '../../src/users/ports.js';
import { limitsContract } from '../contracts/limits.js';
import type { Wish } from '../support/count-for-two.js';

const PROGRAM = new URL('../support/count-for-two.ts', import.meta.url);

let program: ChildProcess;
let asked = 0;
let named = 0;
const waiting = new Map<number, (answer: unknown) => void>();

beforeAll(async () => {
  program = fork(PROGRAM, { execArgv: ['--import', 'tsx'] });
  await new Promise((ready) => program.once('message', ready));
  program.on('message', ({ id, answer }: { id: number; answer: unknown }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
});
afterAll(() => program.disconnect());

/** Limits of both workers: the one takes, the other takes next. */
function limitsOfTwo(most: number, seconds: number): Limits {
  const limit = { name: `limit ${++named}`, most, seconds };
  const ask = (act: Wish['act'], key: string) =>
    new Promise<unknown>((resolve) => {
      const id = ++asked;
      waiting.set(id, resolve);
      program.send({ id, act, limit, key } satisfies Wish);
    });
  return {
    async take(key) {
      const { left, ...rest } = (await ask('take', key)) as Allowance;
      // JSON has no infinity.
      return { ...rest, left: left ?? Number.POSITIVE_INFINITY };
    },
    giveBack: async (key) => void (await ask('giveBack', key)),
  };
}

describe('of two workers', () => {
  limitsContract(async (most, seconds) => limitsOfTwo(most, seconds));
});

describe('limits of workers', () => {
  it('are counted by the process itself where no first one answers', async () => {
    const heard: unknown[] = [];
    const before = process.send;
    process.send = (message: unknown) => heard.push(message) > 0;
    try {
      const limits = workerLimits(2, 60, 'nobody counts');
      const taken = await Promise.all([1, 2, 3].map(() => limits.take('ana')));
      expect(taken.map(({ allowed }) => allowed)).toEqual([true, true, false]);
      await limits.giveBack('ana');
      expect((await limits.take('ana')).allowed).toBe(true);
      expect(heard.length).toBeGreaterThan(0);
    } finally {
      if (before === undefined) delete process.send;
      else process.send = before;
    }
  });
});
