import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryLimits } from '../../src/adapters/memory/limits.js';
import { limitsContract } from '../contracts/limits.js';

limitsContract(async (most, seconds) => memoryLimits(most, seconds));

describe('limits in memory', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('begin anew when the time is over, counted from the first', async () => {
    const limits = memoryLimits(1, 60);
    await limits.take('ana');
    vi.advanceTimersByTime(59_000);
    expect(await limits.take('ana')).toEqual({ allowed: false, left: 0, resetSeconds: 1 });
    vi.advanceTimersByTime(1001);
    expect(await limits.take('ana')).toEqual({ allowed: true, left: 0, resetSeconds: 60 });
  });

  it('grant nothing for what is given back in another time than it was taken in', async () => {
    const limits = memoryLimits(1, 60);
    await limits.take('ana');
    vi.advanceTimersByTime(61_000);
    await limits.giveBack('ana');
    expect((await limits.take('ana')).allowed).toBe(true);
    expect((await limits.take('ana')).allowed).toBe(false);
  });
});
