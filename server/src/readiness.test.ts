import { describe, expect, it } from 'vitest';
import { JOBS_LATE_SECONDS, readiness } from './readiness.js';

const WELL = {
  store: { check: async () => {} },
  replica: null,
  checkRedis: null,
  jobsLag: () => null,
  stopping: () => false,
};
const gone = { check: () => Promise.reject(new Error('gone')) };

describe('readiness', () => {
  it('names only the parts there are', async () => {
    expect(await readiness(WELL)).toEqual({
      status: 'ready',
      parts: { database: { status: 'ok' } },
    });
    const all = {
      ...WELL,
      replica: WELL.store,
      checkRedis: async () => true,
      jobsLag: () => JOBS_LATE_SECONDS,
    };
    expect(await readiness(all)).toEqual({
      status: 'ready',
      parts: {
        database: { status: 'ok' },
        replica: { status: 'ok' },
        redis: { status: 'ok' },
        jobs: { status: 'ok' },
      },
    });
  });

  it.each([
    ['its replica', { replica: gone }, 'replica', 'unreachable'],
    ['Redis', { checkRedis: async () => false }, 'redis', 'unreachable'],
    ['a job in time', { jobsLag: () => JOBS_LATE_SECONDS + 1 }, 'jobs', 'late'],
  ])('is degraded without %s', async (_what, without, part, said) => {
    expect(await readiness({ ...WELL, ...without })).toEqual({
      status: 'degraded',
      parts: { database: { status: 'ok' }, [part]: { status: said } },
    });
  });

  it('is gone without the database, whatever else there is', async () => {
    const needs = { ...WELL, store: gone, checkRedis: async () => false };
    expect(await readiness(needs)).toEqual({
      status: 'unavailable',
      parts: { database: { status: 'unreachable' }, redis: { status: 'unreachable' } },
    });
  });

  it('is over once it stops, and says all the same how the parts are', async () => {
    const needs = { ...WELL, store: gone, stopping: () => true };
    expect(await readiness(needs)).toEqual({
      status: 'stopping',
      parts: { database: { status: 'unreachable' } },
    });
  });
});
