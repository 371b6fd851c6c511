import { cleanUp } from '../../server/test/support/process.js';
import { type Generator, type Load, requestOf, startGenerator } from '../load/load.js';
import { interleaved, type Pace, pace } from '../measure.js';
import type { Bench, Row } from '../speed/bench.js';
import type { Rated } from '../speed/data.js';
import { ENGINES, type Engine, emptyDatabase } from '../speed/engine.js';
import { type Measured, ratingsBy, settled, startMeasured } from '../speed/service.js';
import { loadGrown } from './data.js';

const FILMS = 5000;
const SIZES = [10_000, 100_000, 1_000_000];
/** What is asked is asked of so many. */
const ASKED_AT = 10_000_000;
/** What the largest is held against. */
const COMPARED = 100_000;
const SIGNED_IN = 64;
const ROUNDS = 5;
const SECONDS = 1.5;
/** More than are kept: each is made anew when its turn comes. */
const CHARTS = 3000;
const YEARS = 60;

type Work = { name: string; most: number; load: Omit<Load, 'port' | 'seconds'> };
type Grown = Rated & { ratings: number; bytes: number; server: Measured };

/** What the same work takes as ratings grow, on services that stand side by side. */
export const growth: Bench = {
  name: 'growth',
  async run() {
    const rows: Row[] = [];
    for (const engine of ENGINES) rows.push(...(await growing(engine)));
    return rows;
  },
};

async function growing(engine: Engine): Promise<Row[]> {
  const all: Grown[] = [];
  const databases: (() => Promise<void>)[] = [];
  const generator = await startGenerator();
  try {
    for (const ratings of SIZES) {
      const { url, place, drop } = await emptyDatabase(engine);
      databases.push(drop);
      const rated = await loadGrown(place, { films: FILMS, ratings, signedIn: SIGNED_IN });
      const server = await startMeasured({ DATABASE_URL: url });
      await settled(server);
      all.push({ ...rated, ratings, server });
    }
    const rows: Row[] = [];
    for (const work of worksOf(all[0] as Grown)) {
      rows.push(rowOf(engine, work, await paced(generator, work, all)));
    }
    return [...rows, bytesRow(engine, all)];
  } finally {
    generator.close();
    for (const { server } of all) await server.stop();
    await cleanUp();
    for (const drop of databases) await drop();
  }
}

/** Everyone's ids and films are the same in all sizes; tokens are each one's own. */
function worksOf({ people, movieIds }: Rated): Work[] {
  const get = (path: string) => requestOf({ path: `/api/v1/${path}` });
  const reads = (requests: string[], clients = 8) => ({ clients, asks: [{ requests }] });
  const charts = Array.from({ length: CHARTS }, (_, n) =>
    get(`charts/best?minYear=${1880 + (n % YEARS)}&maxYear=${2026 + Math.floor(n / YEARS)}`),
  );
  const profiles = people.map(({ id }) => get(`users/${id}/ratings?limit=20`));
  return [
    { name: 'GET hot film', most: 1.2, load: reads([get(`movies/${movieIds[0]}`)], 32) },
    { name: 'a chart', most: 1.3, load: reads(charts) },
    { name: 'a list by score', most: 1.3, load: reads([get('movies?sort=-score')]) },
    { name: 'a profile, first page', most: 1.3, load: reads(profiles) },
    // Last: it is all that changes something.
    { name: 'PUT rating', most: 1.2, load: { clients: 64, asks: [], varied: true } },
  ];
}

function paced(generator: Generator, { load }: Work, all: readonly Grown[]) {
  const contenders = all.map(({ ratings, server, people, movieIds }) => {
    const asks = load.varied ? [{ requests: ratingsBy(people, movieIds, 20_000) }] : load.asks;
    const run = () => generator.run({ ...load, asks, port: server.port, seconds: SECONDS });
    return [String(ratings), () => pace(server.pid, run)] as const;
  });
  return interleaved(ROUNDS, Object.fromEntries(contenders));
}

function rowOf(engine: Engine, { name, most }: Work, paces: Record<string, Pace>): Row {
  const largest = SIZES.at(-1) as number;
  const [before, then] = [paces[COMPARED], paces[largest]] as [Pace, Pace];
  const longer = before.perSecond / then.perSecond;
  const isAsked = largest >= ASKED_AT;
  const told = SIZES.map((size) => {
    const { perSecond, micros } = paces[size] as Pace;
    return `${power(size)}: ${perSecond.toFixed(0)}/s, ${micros.toFixed(0)} µs`;
  });
  return {
    work: `${name} at ${power(largest)} ratings, ${engine}`,
    against: `the same at ${power(COMPARED)}`,
    least: isAsked ? `≤ ${most}× its time` : '–',
    measured: `${longer.toFixed(2)}×`,
    isHeld: !isAsked || longer <= most,
    figures: told.join('; '),
  };
}

function bytesRow(engine: Engine, all: readonly Grown[]): Row {
  const told = all.map(({ ratings, bytes }) => `${power(ratings)}: ${bytes.toFixed(0)}`);
  return {
    work: `bytes on disk for a rating with its event, ${engine}`,
    against: '–',
    least: '–',
    measured: `${all.at(-1)?.bytes.toFixed(0)}`,
    isHeld: true,
    figures: told.join('; '),
  };
}

function power(size: number): string {
  return `10${'⁰¹²³⁴⁵⁶⁷⁸⁹'[Math.round(Math.log10(size))]}`;
}
