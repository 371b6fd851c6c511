import { setTimeout as sleep } from 'node:timers/promises';
import { cleanUp } from '../../server/test/support/process.js';
import { type Generator, startGenerator } from '../load/load.js';
import { median } from '../measure.js';
import type { Bench, Row } from './bench.js';
import { fillWithRatings } from './data.js';
import { ENGINES, type Engine, emptyDatabase } from './engine.js';
import { bringIn, importsOf, PHASES, type Phase, signUp } from './imports-client.js';
import { letterboxdExport } from './imports-data.js';
import { writeRaw } from './imports-raw.js';
import { mixture } from './mixture.js';
import { type Measured, mustSucceed, settled, startMeasured, trained } from './service.js';

const ROWS = 100_000;
/** Long enough for several measurements of either half. */
const ROWS_BESIDE = 50_000;
/** What comes beside reads is less than a tenth of them: neither an estimation nor a training is due meanwhile. */
const RATINGS = 300_000;
const EVERY_FILM = 61_920;
const READS = 100;
const SECONDS = 4;
const MOST_SLOWER = 2;
const LOOKED_EVERY_MS = 100;

/** A history of 100,000 rows by its titles, from the upload to its end: how long, and what others notice. */
export const imports: Bench = {
  name: 'imports',
  async run() {
    const rows: Row[] = [];
    for (const engine of ENGINES) rows.push(...(await onEngine(engine)));
    return rows;
  },
};

async function onEngine(engine: Engine): Promise<Row[]> {
  const { url, place, drop } = await emptyDatabase(engine);
  const rated = await fillWithRatings(place, { films: EVERY_FILM, ratings: RATINGS, signedIn: 64 });
  await trained(url);
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
    const someone = async (handle: string) => importsOf(server, await signUp(server, handle));
    const beside: Record<Phase, number[]> = { preview: [], apply: [] };
    await bringIn(await someone('ben'), await letterboxdExport(ROWS_BESIDE), async (phase) => {
      beside[phase].push(await p99());
    });
    const taken = await bringIn(await someone('ana'), upload, () => sleep(LOOKED_EVERY_MS));
    const cyd = await signUp(server, 'cyd');
    await server.stop();
    const raw = await writeRaw(place, cyd.id, ROWS);
    return [
      ...PHASES.map(
        (phase): Row => ({
          work: `import of 100,000 rows, ${engine}: ${phase}`,
          against: 'raw driver: ratings, history, tallies, viewings',
          least: '–',
          measured: `${(taken[phase] / raw).toFixed(1)}×`,
          isHeld: true,
          figures: `${taken[phase].toFixed(1)} s; floor ${raw.toFixed(1)} s`,
        }),
      ),
      ...PHASES.map((phase): Row => {
        const then = median(beside[phase]);
        return {
          work: `p99 of ${READS} reads/s beside it, ${engine}: ${phase}`,
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
    await drop();
  }
}

async function p99Of(generator: Generator, { port }: Measured, requests: string[]) {
  const load = { port, seconds: SECONDS, asks: [{ requests }], rate: READS };
  const answers = await generator.run(load);
  mustSucceed(answers);
  return answers.p99;
}
