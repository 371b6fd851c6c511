import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Server,
  type Settings,
  startProgram,
  startServer,
} from '../../server/test/support/process.js';
import { type Answers, requestOf } from '../load/load.js';

const GENEROUS = '1000000';

/** Ratings one after the other by different people, each of another film; their stars are put in when they are sent. */
export function ratingsBy(
  people: readonly { token: string }[],
  movieIds: readonly number[],
  count: number,
): string[] {
  return Array.from({ length: count }, (_, n) => {
    const round = Math.floor(n / people.length);
    const head = requestOf({
      method: 'PUT',
      path: `/api/v1/users/me/ratings/${movieIds[(n * 61 + round) % movieIds.length]}`,
      headers: {
        authorization: `Bearer ${people[n % people.length]?.token}`,
        'content-type': 'application/json',
        'content-length': '14',
      },
    });
    return `${head}{"stars":0.00}`;
  });
}

/** @throws Error when anything was answered otherwise than with success: refusals are quick, and would flatter. */
export function mustSucceed({ statuses }: Answers): void {
  const isFailure = (status: string) => Number(status) === 0 || Number(status) >= 400;
  if (Object.keys(statuses).some(isFailure))
    throw new Error(`answered ${JSON.stringify(statuses)}`);
}

export type Measured = Server & {
  port: number;
  /** p99 of the time between two beats of its event loop since this was asked last, in milliseconds. */
  loopDelay(): Promise<number>;
  metric(name: string): Promise<number>;
};

const ASKED_EVERY_MS = 500;

/** Until it has estimated how people rate, and all scores are out. */
export async function settled({ metric }: Measured): Promise<void> {
  do await sleep(ASKED_EVERY_MS);
  while (!((await metric('halfstar_scores_last_success_timestamp_seconds')) > 0));
}

/** Trains a model, so that none is trained beside what is measured. */
export async function trained(url: string): Promise<void> {
  const training = startProgram(['train'], { DATABASE_URL: url });
  const { code } = await training.ended;
  if (code !== 0) throw new Error(`the training failed: ${training.err.join('\n')}`);
}

/** The built service with all that it does for a request: limits that nobody reaches, and metrics. */
export async function startMeasured(settings: Settings): Promise<Measured> {
  const metricsPort = await freePort();
  const server = await startServer({
    settings: {
      LOG_LEVEL: 'warn',
      RATE_LIMIT_PER_MINUTE: GENEROUS,
      METRICS_PORT: String(metricsPort),
      ...settings,
    },
  });
  const metrics = `http://127.0.0.1:${metricsPort}/metrics`;
  const metric = async (name: string) => {
    // A connection that is kept may be closed just when it is used again.
    const text = await (await fetch(metrics, { headers: { connection: 'close' } })).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  };
  return {
    ...server,
    port: Number(new URL(server.url).port),
    metric,
    loopDelay: async () => (await metric('nodejs_eventloop_lag_p99_seconds')) * 1000,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
