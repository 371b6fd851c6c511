import type { Store } from './ports.js';

/** Scores are published twice a second: this late, something is wrong. */
export const JOBS_LATE_SECONDS = 30;
const LONGEST_CHECK_MS = 1000;

/**
 * `degraded`: it serves, though a part is not well. Only without the database, or while it stops, are requests better
 * sent elsewhere.
 */
export type Readiness = {
  status: 'ready' | 'degraded' | 'unavailable' | 'stopping';
  parts: {
    database: { status: 'ok' | 'unreachable' };
    replica?: { status: 'ok' | 'unreachable' };
    redis?: { status: 'ok' | 'unreachable' };
    jobs?: { status: 'ok' | 'late' };
  };
};

type Needs = {
  store: Pick<Store, 'check'>;
  replica: Pick<Store, 'check'> | null;
  checkRedis: (() => Promise<boolean>) | null;
  jobsLag: () => number | null;
  stopping: () => boolean;
};

/** How the service is, part by part, within a second. */
export async function readiness(needs: Needs): Promise<Readiness> {
  const [database, replica, redis] = await Promise.all([
    answersInTime(needs.store.check()),
    needs.replica === null ? undefined : answersInTime(needs.replica.check()),
    needs.checkRedis?.(),
  ]);
  const lag = needs.jobsLag();
  const late = lag !== null && lag > JOBS_LATE_SECONDS;
  const status = needs.stopping()
    ? 'stopping'
    : !database
      ? 'unavailable'
      : replica === false || redis === false || late
        ? 'degraded'
        : 'ready';
  return {
    status,
    parts: {
      database: { status: database ? 'ok' : 'unreachable' },
      // Without these the service goes on as well: the primary reads for a replica, and limits are less shared.
      ...(replica !== undefined && { replica: { status: replica ? 'ok' : 'unreachable' } }),
      ...(redis !== undefined && { redis: { status: redis ? 'ok' : 'unreachable' } }),
      ...(lag !== null && { jobs: { status: late ? 'late' : 'ok' } }),
    },
  };
}

async function answersInTime(check: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, LONGEST_CHECK_MS, false).unref();
  });
  return Promise.race([
    check.then(
      () => true,
      () => false,
    ),
    late,
  ]);
}
