import { cleanUp } from '../../server/test/support/process.js';
import { startGenerator } from '../load/load.js';
import type { Bench, Row } from './bench.js';
import { fillWithRatings } from './data.js';
import { ENGINES, type Engine, emptyDatabase } from './engine.js';
import { mustSucceed, settled, startMeasured } from './service.js';
import { typed } from './titles.js';

const FILMS = 61_920;
const TITLES = 300;
const SECONDS = 10;
const MOST_MS = 10;

/** Search as somebody types, among all films of the catalogue. */
export const search: Bench = {
  name: 'search',
  async run() {
    const requests = await typed(TITLES, FILMS);
    const rows: Row[] = [];
    for (const engine of ENGINES) rows.push(await whileTyping(engine, requests));
    return rows;
  },
};

async function whileTyping(engine: Engine, requests: string[]): Promise<Row> {
  const { url, place, drop } = await emptyDatabase(engine);
  await fillWithRatings(place, { films: FILMS, ratings: 10_000, signedIn: 0 });
  const server = await startMeasured({ DATABASE_URL: url });
  const generator = await startGenerator();
  try {
    await settled(server);
    const load = { port: server.port, clients: 1, asks: [{ requests }] };
    await generator.run({ ...load, seconds: 2 });
    const answers = await generator.run({ ...load, seconds: SECONDS });
    mustSucceed(answers);
    const { p50, p95, p99, perSecond } = answers;
    return {
      work: `search while typing, 61,920 films, 1 client, ${engine}`,
      against: '–',
      least: `p95 ≤ ${MOST_MS} ms`,
      measured: `${p95.toFixed(1)} ms`,
      isHeld: p95 <= MOST_MS,
      figures: `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms; ${perSecond.toFixed(0)}/s`,
    };
  } finally {
    generator.close();
    await server.stop();
    await cleanUp();
    await drop();
  }
}
