import { afterAll, beforeAll, expect, it } from 'vitest';
import { Turn } from '../adapters/sql/turn.js';
import type { Config } from '../config.js';
import type { Parked } from '../imports/ports.js';
import { Refusal } from '../problem.js';
import { importsAside } from './imports-aside.js';

/** A thread that ends in the midst of an upload that is called so, and says how many it has received of others. */
const THREAD = `
  import { parentPort } from 'node:worker_threads';
  let received = 0;
  parentPort.on('message', ({ call, name, given }) => {
    if (name === 'receive' && given[1].name === 'fatal.csv') process.exit(1);
    if (name === 'end') return parentPort.close();
    parentPort.postMessage({ answer: call, done: { id: ++received } });
  });
`;
const file = new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`);
const config = { database: { kind: 'file', path: 'unused' }, databasePool: 1 } as unknown as Config;
let aside: ReturnType<NonNullable<ReturnType<typeof importsAside>>>;

beforeAll(() => {
  aside = importsAside(config, new Turn(), file)!(null);
});
afterAll(() => aside.end());

const receive = (name: string) => {
  const parked = { bytes: { size: 1 }, descriptor: 0 } as unknown as Parked;
  return aside.receive(parked, { userId: 1 as never, name }, async () => {});
};

it('asks whoever sent an upload to come again when the thread ends, and begins another', async () => {
  expect([await receive('a.csv'), await receive('b.csv')]).toEqual([{ id: 1 }, { id: 2 }]);
  const fatal = await receive('fatal.csv').catch((error: unknown) => error);
  expect((fatal as Refusal).problem).toEqual({ kind: 'unavailable', retryAfterSeconds: 1 });
  expect(fatal).toBeInstanceOf(Refusal);
  await aside.end();
  expect(await receive('a.csv')).toEqual({ id: 1 });
});
