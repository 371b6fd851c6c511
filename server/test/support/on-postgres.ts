import { afterAll } from 'vitest';
import { dropSchemas } from './postgres.js';
import { stopSharedRedis } from './shared-redis.js';

/** Beside every file of tests on PostgreSQL. */
afterAll(async () => {
  await stopSharedRedis();
  await dropSchemas();
}, 60_000);
