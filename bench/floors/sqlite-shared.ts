/**
 * What HTTP with durable ratings costs at the least: Fastify without a hook, and a thread that puts all ratings that came
 * together in one transaction of the raw driver. It knows who asks by a table in memory, and publishes no scores.
 */
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import Fastify from 'fastify';
import { rawRatings } from './raw-ratings.js';

export type SharedRatings = { file: string; people: { id: number; token: string }[] };

type Wish = [user: number, movie: number, stars: number];
type Tally = { count: number; sum: number };

const MOST = 64;
/** What reads TypeScript is not handed on to threads. */
const THREAD = `import('tsx/esm/api').then(({ register }) => register() && import(${JSON.stringify(import.meta.url)}))`;

async function serve({ file, people }: SharedRatings): Promise<number> {
  const thread = new Worker(THREAD, { eval: true, workerData: file });
  const ids = new Map(people.map(({ id, token }) => [`Bearer ${token}`, id]));
  const waiting: { wish: Wish; resolve: (tally: Tally) => void }[] = [];
  let going: typeof waiting | null = null;
  const begin = () => {
    if (going !== null || waiting.length === 0) return;
    going = waiting.splice(0, MOST);
    thread.postMessage(going.map(({ wish }) => wish));
  };
  thread.on('message', (tallies: Tally[]) => {
    const done = going ?? [];
    going = null;
    begin();
    for (const [i, { resolve }] of done.entries()) resolve(tallies[i] as Tally);
  });
  const app = Fastify();
  app.put<{ Params: { movie: string }; Body: { stars: number } }>(
    '/api/v1/users/me/ratings/:movie',
    async ({ params, body, headers }) => {
      const wish: Wish = [
        ids.get(headers.authorization ?? '') as number,
        Number(params.movie),
        Math.round(body.stars * 20),
      ];
      const tally = await new Promise<Tally>((resolve) => {
        waiting.push({ wish, resolve });
        setImmediate(begin);
      });
      return { rating: { movieId: wish[1], stars: body.stars }, tally };
    },
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

function putAll(): void {
  const raw = rawRatings(workerData as string);
  parentPort?.on('message', (wishes: Wish[]) => {
    raw.begin();
    const tallies = wishes.map((wish) => raw.rate(...wish, Date.now()));
    raw.commit();
    parentPort?.postMessage(tallies);
  });
}

if (isMainThread) {
  process.on('message', async (wanted: SharedRatings) => process.send?.(await serve(wanted)));
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
} else putAll();
