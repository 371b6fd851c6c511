import cluster, { type Worker } from 'node:cluster';
import { countForWorkers, workerLimits } from '../../src/adapters/memory/worker-limits.js';
import type { Limits } from '../../src/users/ports.js';

/**
 * A program: the first process and two workers of it. What its parent asks for by messages is done by one worker and
 * the other in turns.
 */
export type Wish = {
  id: number;
  act: 'take' | 'giveBack';
  limit: { name: string; most: number; seconds: number };
  key: string;
};

if (cluster.isPrimary) {
  countForWorkers();
  let ready = 0;
  const workers: Worker[] = [cluster.fork(), cluster.fork()];
  for (const worker of workers) {
    worker.on('message', (answer) => {
      if ('id' in answer) process.send?.(answer);
      else if ('ready' in answer && ++ready === workers.length) process.send?.(answer);
    });
  }
  process.on('message', (wish: Wish) => void workers[wish.id % workers.length]?.send(wish));
  process.on('disconnect', () => process.exit(0));
} else {
  const known = new Map<string, Limits>();
  process.on('message', async (message: Partial<Wish>) => {
    if (message.limit === undefined || message.act === undefined) return;
    const { name, most, seconds } = message.limit;
    const limits = known.get(name) ?? workerLimits(most, seconds, name);
    known.set(name, limits);
    const answer = await limits[message.act](message.key ?? '');
    process.send?.({ id: message.id, answer });
  });
  process.send?.({ ready: true });
}
