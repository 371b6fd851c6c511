import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileUploads } from './adapters/uploads/uploads.js';
import { type ImportJob, startImports } from './import-job.js';
import type { Import } from './imports/import.js';
import { openStore } from './open-store.js';
import type { Store } from './ports.js';

let store: Store;
let job: ImportJob;
/** Each time it is asked which imports are to be gone on with, and what answers it. */
let asked: ((imports: Import[]) => void)[];
let done: string[];

beforeEach(async () => {
  store = await openStore({ database: { kind: 'memory' } });
  asked = [];
  done = [];
  const working = () => new Promise<Import[]>((resolve) => void asked.push(resolve));
  job = startImports({
    store: { ...store, imports: { ...store.imports, working } },
    outside: null,
    now: Date.now,
    log: pino({ level: 'silent' }),
    metrics: { jobFailed: () => {} },
    uploads: fileUploads(),
    importAside: () => ({
      receive: async () => ({ id: 9 }) as Import,
      goOn: async ({ id }) => void done.push(String(id)),
      end: async () => void done.push('end'),
    }),
  });
});
afterEach(async () => {
  const stopping = job.stop();
  for (const answer of asked) answer([]);
  await stopping;
  await store.close();
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

it('looks again for what came after it had looked', async () => {
  job.wake();
  await settled();
  expect(asked).toHaveLength(1);
  let isOver = false;
  const working = job.workNow().finally(() => {
    isOver = true;
  });
  asked[0]?.([]);
  await settled();
  expect([asked.length, isOver]).toEqual([2, false]);
  asked[1]?.([{ id: 7, state: 'applying' } as unknown as Import]);
  await settled();
  asked[2]?.([]);
  await working;
  expect(done).toEqual(['end', '7', 'end']);
});
