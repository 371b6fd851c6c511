import { CAN_START_REDIS, leftOutWithoutRedis, type OwnRedis, startRedis } from './redis.js';

/** As many as a server has when nothing is said. */
const DATABASES = 16;

let server: Promise<OwnRedis> | undefined;
let given = 0;

/** An empty database in a Redis of this file of tests; null, and loudly so, where none can be started. */
export async function emptyRedis(): Promise<string | null> {
  if (!CAN_START_REDIS) {
    if (given++ === 0) leftOutWithoutRedis('Redis beside PostgreSQL');
    return null;
  }
  server ??= startRedis();
  const { url, client } = await server;
  const number = given++ % DATABASES;
  await client.select(number);
  await client.flushdb();
  return url.replace(/\/0$/, `/${number}`);
}

/** For the end of a file. */
export async function stopSharedRedis(): Promise<void> {
  await (await server)?.stop();
  server = undefined;
}
