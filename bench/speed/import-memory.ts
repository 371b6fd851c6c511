import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOSTILE_UPLOADS } from '../../server/test/support/hostile-uploads.js';
import { cleanUp } from '../../server/test/support/process.js';
import type { Bench, Row } from './bench.js';
import { fillWithRatings } from './data.js';
import { emptyDatabase } from './engine.js';
import { importsOf, signUp } from './imports-client.js';
import { letterboxdExport } from './imports-data.js';
import { type Measured, settled, startMeasured } from './service.js';

const ROWS = 500_000;
const WARMING_ROWS = 30_000;
const EVERY_FILM = 61_920;
const MOST_MEGABYTES = 150;
/** Until what was done before has been given back. */
const REST_MS = 2000;

/**
 * What the largest and the worst uploads take of memory, from the upload to the preview or the refusal; on SQLite, whose
 * cache is in the same process.
 */
export const importMemory: Bench = { name: 'import-memory', run: measureAll };

async function measureAll(): Promise<Row[]> {
  const { url, place } = await emptyDatabase('SQLite');
  await fillWithRatings(place, { films: EVERY_FILM, ratings: 10_000, signedIn: 1 });
  const server = await startMeasured({ DATABASE_URL: url });
  try {
    await settled(server);
    const imports = importsOf(server, await signUp(server, 'ana'));
    // As one that has been at work: its code compiled, and the cache of the database full.
    await imports.preview('letterboxd.zip', await letterboxdExport(WARMING_ROWS));
    const rows: Row[] = [];
    for (const { what, code, name, make } of HOSTILE_UPLOADS) {
      const upload = Buffer.from(make() as string);
      const taken = await memoryOf(server, async () => {
        const { status, text } = await imports.send(name, upload);
        if (status !== 422 || !text.includes(`"${code}"`)) throw new Error(`${what}: ${text}`);
      });
      rows.push(rowOf(`${what}, refused`, taken));
    }
    const upload = await letterboxdExport(ROWS);
    const taken = await memoryOf(server, () => imports.preview('letterboxd.zip', upload));
    return [...rows, rowOf(`${ROWS.toLocaleString('en')} rows previewed`, taken)];
  } finally {
    await server.kill();
    await cleanUp();
  }
}

type Taken = { rest: number; peak: number };

async function memoryOf({ pid }: Measured, work: () => Promise<unknown>): Promise<Taken> {
  await sleep(REST_MS);
  const rest = megabytes(pid, 'VmRSS');
  // The most that it has had is counted from here on.
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  await work();
  return { rest, peak: megabytes(pid, 'VmHWM') };
}

function rowOf(work: string, { rest, peak }: Taken): Row {
  return {
    work: `memory above rest, at most: ${work}`,
    against: '–',
    least: `≤ ${MOST_MEGABYTES} MB`,
    measured: `${Math.round(peak - rest)} MB`,
    isHeld: peak - rest <= MOST_MEGABYTES,
    figures: `${Math.round(peak)} MB; at rest ${Math.round(rest)} MB`,
  };
}

function megabytes(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
}
