import { cleanUp } from '../../server/test/support/process.js';
import { startGenerator } from '../load/load.js';
import { median } from '../measure.js';
import type { Bench, Row } from './bench.js';
import { fillWithRatings } from './data.js';
import { ENGINES, type Engine, emptyDatabase } from './engine.js';
import { mixture } from './mixture.js';
import { mustSucceed, settled, startMeasured, trained } from './service.js';

const READS = 200;
const WRITES = 500;
const ROUNDS = 3;
/** Those that are put are less than a tenth of them: neither an estimation nor a training is due meanwhile. */
const RATINGS = 250_000;
const SECONDS = 6;
const MOST = 2;

/** How much longer reads take while 500 ratings a second are written; both come as they like. */
export const besideWrites: Bench = {
  name: 'beside-writes',
  async run() {
    const rows: Row[] = [];
    for (const engine of ENGINES) rows.push(await reading(engine));
    return rows;
  },
};

async function reading(engine: Engine): Promise<Row> {
  const { url, place, drop } = await emptyDatabase(engine);
  const rated = await fillWithRatings(place, { films: 5000, ratings: RATINGS, signedIn: 64 });
  await trained(url);
  const { reads, ratings } = await mixture(rated);
  const readsOnly = [{ share: READS, requests: reads.flatMap(inShares) }];
  const withWrites = [...readsOnly, { share: WRITES, requests: ratings.requests }];
  const server = await startMeasured({ DATABASE_URL: url });
  const generator = await startGenerator();
  const load = (asks: typeof readsOnly, rate: number, seed: number) =>
    generator.run({ port: server.port, seconds: SECONDS, asks, rate, seed });
  const p99 = async (...given: Parameters<typeof load>) => {
    const answers = await load(...given);
    mustSucceed(answers);
    return answers.p99OfKind[0] ?? Number.NaN;
  };
  try {
    await settled(server);
    // To warm up, and not measured: a slow machine refuses some of it.
    await load(withWrites, READS + WRITES, 0);
    const [alone, beside]: [number[], number[]] = [[], []];
    for (let round = 1; round <= ROUNDS; round++) {
      alone.push(await p99(readsOnly, READS, round));
      beside.push(await p99(withWrites, READS + WRITES, round));
    }
    const [before, then] = [median(alone), median(beside)];
    return {
      work: `p99 of ${READS} reads/s beside ${WRITES} ratings/s, ${engine}`,
      against: 'the same reads alone',
      least: `≤ ${MOST}×`,
      measured: `${(then / before).toFixed(2)}×`,
      isHeld: then / before <= MOST,
      figures: `${then.toFixed(1)} ms; alone ${before.toFixed(1)} ms`,
    };
  } finally {
    generator.close();
    await server.stop();
    await cleanUp();
    await drop();
  }
}

/** Of each kind as many as its share says, so that drawing from all draws kinds by their shares. */
function inShares({ share, requests }: { share: number; requests: string[] }): string[] {
  return Array.from(
    { length: share * 10 },
    (_, n) => requests[(n * 7) % requests.length] as string,
  );
}
