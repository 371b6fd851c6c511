import { readConfig } from '../../src/config.js';
import { openStore } from '../../src/open-store.js';
import type { Clock, Store } from '../../src/ports.js';
import { emptySchema } from './postgres.js';
import { emptyRedis } from './shared-redis.js';

/** What this run keeps everything in: the projects in vitest.config.ts say so. */
export const ENGINE = process.env.HALFSTAR_TEST_ON === 'postgres' ? 'postgres' : 'sqlite';

/** Few enough for many tests beside each other: a server has 100 for all. */
const CONNECTIONS = '8';

type Settings = Record<string, string>;

/** Where everything is kept that a service under test keeps, empty. `leave` it when it is closed. */
export type Surroundings = { settings: Settings; leave(): void };

/** In memory, or PostgreSQL and Redis. */
export async function surroundings(): Promise<Surroundings> {
  if (ENGINE === 'sqlite') return { settings: { DATABASE_URL: 'memory:' }, leave: () => {} };
  const [{ url, close }, redis] = [await emptySchema(), await emptyRedis()];
  return {
    settings: {
      DATABASE_URL: url,
      DATABASE_POOL: CONNECTIONS,
      ...(redis !== null && { REDIS_URL: redis }),
    },
    leave: close,
  };
}

/** An empty store, in memory or in PostgreSQL. */
export async function emptyStore(now?: Clock): Promise<Store> {
  if (ENGINE === 'sqlite') return openStore({ database: { kind: 'memory' } }, now);
  const { url, close } = await emptySchema();
  const config = readConfig({ DATABASE_URL: url, DATABASE_POOL: CONNECTIONS });
  return closingToo(await openStore(config, now), close);
}

/** The store, with something more to do once it is closed. */
export function closingToo(store: Store, close: () => void): Store {
  return {
    ...store,
    async close() {
      await store.close();
      close();
    },
  };
}
