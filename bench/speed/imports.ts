import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanUp } from '../../server/test/support/process.js';
import { type Generator, startGenerator } from '../load/load.js';
import { median } from '../measure.js';
import type { Bench, Row } from './bench.js';
import { fillWithRatings } from './data.js';
import { emptyDatabase } from './engine.js';
import { letterboxdExport, writeRaw } from './imports-data.js';
import { mixture } from './mixture.js';
import { type Measured, mustSucceed, settled, startMeasured } from './service.js';

const ROWS = 100_000;
const EVERY_FILM = 61_920;
const READS = 100;
const SECONDS = 4;
const MOST_MEGABYTES = 150;
const MOST_SLOWER = 2;
const ASKED_EVERY_MS = 100;

type Phase = 'preview' | 'apply';

/** A history of 100,000 rows by its titles, from the upload to its end: how long, how large, and what others notice. */
export const imports: Bench = {
  name: 'imports',
  async run() {
    const { url, place } = await emptyDatabase('SQLite');
    if (place.kind !== 'file') throw new Error('it is a file');
    const rated = await fillWithRatings(place, {
      films: EVERY_FILM,
      ratings: 100_000,
      signedIn: 64,
    });
    const reads = (await mixture(rated)).reads.flatMap(({ share, requests }) =>
      Array.from({ length: share * 10 }, (_, n) => requests[(n * 7) % requests.length] as string),
    );
    const upload = await letterboxdExport(ROWS);
    const server = await startMeasured({ DATABASE_URL: url });
    const generator = await startGenerator();
    try {
      await settled(server);
      const p99 = () => p99Of(generator, server, reads);
      await p99();
      const alone = median([await p99(), await p99(), await p99()]);
      const rest = megabytes(server.pid, 'VmRSS');
      writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
      const taken = await bringIn(server, await signUp(server, 'ana'), upload, () =>
        sleep(ASKED_EVERY_MS),
      );
      const peak = megabytes(server.pid, 'VmHWM');
      const beside = { preview: [] as number[], apply: [] as number[] };
      await bringIn(server, await signUp(server, 'ben'), upload, async (phase) => {
        beside[phase].push(await p99());
      });
      const cyd = await signUp(server, 'cyd');
      await server.stop();
      const raw = writeRaw(place.path, cyd.id, ROWS);
      return [
        ...(['preview', 'apply'] as const).map(
          (phase): Row => ({
            work: `import of 100,000 rows, SQLite: ${phase}`,
            against: 'raw driver: ratings, history, tallies, viewings',
            least: '–',
            measured: `${(taken[phase] / raw).toFixed(1)}×`,
            isHeld: true,
            figures: `${taken[phase].toFixed(1)} s; floor ${raw.toFixed(1)} s`,
          }),
        ),
        {
          work: 'the same: memory above rest, at most',
          against: '–',
          least: `≤ ${MOST_MEGABYTES} MB`,
          measured: `${Math.round(peak - rest)} MB`,
          isHeld: peak - rest <= MOST_MEGABYTES,
          figures: `${Math.round(peak)} MB; at rest ${Math.round(rest)} MB`,
        },
        ...(['preview', 'apply'] as const).map((phase): Row => {
          const then = median(beside[phase]);
          return {
            work: `p99 of ${READS} reads/s beside it: ${phase}`,
            against: 'the same reads alone',
            least: `≤ ${MOST_SLOWER}×`,
            measured: `${(then / alone).toFixed(2)}×`,
            isHeld: then / alone <= MOST_SLOWER,
            figures: `${then.toFixed(1)} ms, in the worst ${SECONDS} s ${Math.max(...beside[phase]).toFixed(1)} ms; alone ${alone.toFixed(1)} ms`,
          };
        }),
      ];
    } finally {
      generator.close();
      await server.kill();
      await cleanUp();
    }
  },
};

async function p99Of(generator: Generator, { port }: Measured, requests: string[]) {
  const load = { port, seconds: SECONDS, asks: [{ requests }], rate: READS };
  const answers = await generator.run(load);
  mustSucceed(answers);
  return answers.p99;
}

async function signUp({ client }: Measured, handle: string) {
  const password = 'correct horse battery';
  await client().POST('/api/v1/users', { body: { handle, password } });
  const { data } = await client().POST('/api/v1/sessions', { body: { handle, password } });
  if (data === undefined) throw new Error(`${handle} could not sign in`);
  return { token: data.token, id: data.user.id };
}

/** Seconds that each phase took; `meanwhile` is called again and again while one goes on. */
async function bringIn(
  server: Measured,
  { token }: { token: string },
  upload: Buffer,
  meanwhile: (phase: Phase) => Promise<unknown>,
): Promise<Record<Phase, number>> {
  const base = `${server.url}/api/v1/users/me/imports`;
  const headers = { authorization: `Bearer ${token}` };
  const ask = async (method: string, path: string, body?: Buffer, type?: string) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...headers, connection: 'close', ...(type && { 'content-type': type }) },
      ...(body && { body: new Uint8Array(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text) as { id: number; state: string };
  };
  const until = async (
    wanted: string,
    first: Promise<{ id: number; state: string }>,
    phase: Phase,
  ) => {
    const began = performance.now();
    let isThere = false;
    const arrived = (async () => {
      let one = await first;
      while (one.state !== wanted) {
        await sleep(ASKED_EVERY_MS);
        one = await ask('GET', `/${one.id}`);
      }
      isThere = true;
      return { id: one.id, seconds: (performance.now() - began) / 1000 };
    })();
    do await Promise.race([meanwhile(phase), arrived]);
    while (!isThere);
    return arrived;
  };
  const type = 'application/octet-stream';
  const previewed = await until(
    'ready',
    ask('POST', '?name=letterboxd.zip', upload, type),
    'preview',
  );
  const applied = await until('applied', ask('POST', `/${previewed.id}/apply`), 'apply');
  return { preview: previewed.seconds, apply: applied.seconds };
}

function megabytes(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
}
