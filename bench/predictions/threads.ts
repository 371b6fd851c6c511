import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Training } from '../../server/src/predictions/training.js';
import { type Crew, type Pile, pileOf } from '../../server/src/predictions/work.js';

/** A crew of so many threads. They end with `stop`. */
export async function threads(training: Training, count: number) {
  const outfile = join(tmpdir(), `halfstar-bench-${process.pid}.mjs`);
  const entryPoints = [fileURLToPath(new URL('./worker.ts', import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm' });
  const workers = Array.from(
    { length: count },
    () => new Worker(outfile, { workerData: training }),
  );
  const crew: Crew = async (parts) => {
    const pile = pileOf(parts);
    await Promise.all(workers.map((worker) => workIn(worker, pile)));
  };
  return { crew, stop: () => Promise.all(workers.map((worker) => worker.terminate())) };
}

function workIn(worker: Worker, pile: Pile): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(pile);
  }).finally(() => worker.removeAllListeners('error'));
}
