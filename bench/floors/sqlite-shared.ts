/**
 * What HTTP with durable ratings costs at the least: Fastify without a hook, and a thread that puts all ratings that came
 * together in one transaction of the raw driver. It knows who asks by a table in memory, and publishes no scores. Or, with
 * `journal`, a thread that knows tallies by a table in memory too, and does no more than write the ratings behind each
 * other into a file and sync it: what is left if the database costs nothing.
 */
import { fdatasyncSync, openSync, writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import Fastify from 'fastify';
import { rawRatings } from './raw-ratings.js';

export type SharedRatings = {
  file: string;
  people: { id: number; token: string }[];
  journal: boolean;
};

type Wish = [user: number, movie: number, stars: number];
type Tally = { count: number; sum: number };

const MOST = 64;
/** What reads TypeScript is not handed on to threads. */
const THREAD = `import('tsx/esm/api').then(({ register }) => register() && import(${JSON.stringify(import.meta.url)}))`;

async function serve({ people, ...where }: SharedRatings): Promise<number> {
  const thread = new Worker(THREAD, { eval: true, workerData: where });
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

function putAll(file: string): void {
  const raw = rawRatings(file);
  parentPort?.on('message', (wishes: Wish[]) => {
    raw.begin();
    const tallies = wishes.map((wish) => raw.rate(...wish, Date.now()));
    raw.commit();
    parentPort?.postMessage(tallies);
  });
}

function writeAll(file: string): void {
  const journal = openSync(file, 'a');
  const tallies = new Map<number, Tally>();
  parentPort?.on('message', (wishes: Wish[]) => {
    writeSync(journal, wishes.map((wish) => `${JSON.stringify([...wish, Date.now()])}\n`).join(''));
    fdatasyncSync(journal);
    const moved = wishes.map(([, movie, stars]) => {
      const { count, sum } = tallies.get(movie) ?? { count: 0, sum: 0 };
      const tally = { count: count + 1, sum: sum + stars };
      tallies.set(movie, tally);
      return tally;
    });
    parentPort?.postMessage(moved);
  });
}

if (isMainThread) {
  process.on('message', async (wanted: SharedRatings) => process.send?.(await serve(wanted)));
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
} else {
  const { file, journal } = workerData as Pick<SharedRatings, 'file' | 'journal'>;
  if (journal) writeAll(file);
  else putAll(file);
}
