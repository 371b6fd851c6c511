import { cleanUp } from '../../server/test/support/process.js';
import { type Generator, type Load, requestOf, startGenerator } from '../load/load.js';
import { interleaved, type Pace, pace } from '../measure.js';
import type { Bench, Row } from '../speed/bench.js';
import type { Rated } from '../speed/data.js';
import type { Engine } from '../speed/engine.js';
import { type Measured, ratingsBy, settled, startMeasured } from '../speed/service.js';
import { forget, type Grown, grown } from './grown.js';

const [COMPARED, LARGEST] = [100_000, 10_000_000];
const SIZES = [COMPARED, LARGEST];
const ROUNDS = 5;
const SECONDS = 1.5;
/** More than are kept: each is made anew when its turn comes. */
const CHARTS = 3000;
const YEARS = 60;

/** Of the same, before it is measured. */
const WARMING = 1;
/**
 * After each of its checkpoints, minutes apart, PostgreSQL writes a page whole when it is first changed: among so many
 * ratings there are more of these, but only once, and no day is made of the first seconds.
 */
const WARMING_WRITES = 6;

type Work = {
  name: string;
  most: number;
  load: Omit<Load, 'port' | 'seconds'>;
  /** In rounds. */
  warming?: number;
};
type Standing = Grown & { server: Measured };

export const growthOnSqlite = growthOn('growth-sqlite', 'SQLite');
export const growthOnPostgres = growthOn('growth-postgres', 'PostgreSQL');

/**
 * What the same work takes as ratings grow, on services that stand side by side. With GROWTH_KEPT, what it was measured
 * on is kept for the next time: then the first may make it beside whatever else goes on.
 */
function growthOn(name: string, engine: Engine): Bench {
  return { name, run: () => growing(engine) };
}

async function growing(engine: Engine): Promise<Row[]> {
  const all: Standing[] = [];
  const generator = await startGenerator();
  try {
    for (const ratings of SIZES) {
      const data = await grown(engine, ratings);
      const server = await startMeasured({ DATABASE_URL: data.url });
      await settled(server);
      all.push({ ...data, server });
    }
    const rows: Row[] = [];
    for (const work of worksOf(all[0] as Standing)) {
      rows.push(rowOf(engine, work, await paced(generator, work, all)));
    }
    return [...rows, ...leftRows(engine, all)];
  } finally {
    generator.close();
    for (const { server } of all) await server.stop();
    await cleanUp();
    if (!process.env.GROWTH_KEPT) for (const ratings of SIZES) await forget(engine, ratings);
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
    {
      name: 'PUT rating',
      most: 1.2,
      load: { clients: 64, asks: [], varied: true },
      warming: WARMING_WRITES,
    },
  ];
}

async function paced(
  generator: Generator,
  { load, warming = WARMING }: Work,
  all: readonly Standing[],
) {
  const contenders = all.map(({ ratings, server, people, movieIds }) => {
    const asks = load.varied ? [{ requests: ratingsBy(people, movieIds, 20_000) }] : load.asks;
    const run = () => generator.run({ ...load, asks, port: server.port, seconds: SECONDS });
    return [String(ratings), () => pace(server.pid, run)] as const;
  });
  await interleaved(warming, Object.fromEntries(contenders));
  return interleaved(ROUNDS, Object.fromEntries(contenders));
}

function rowOf(engine: Engine, { name, most }: Work, paces: Record<string, Pace>): Row {
  const [before, then] = [paces[COMPARED], paces[LARGEST]] as [Pace, Pace];
  const longer = before.perSecond / then.perSecond;
  const told = SIZES.map((size) => {
    const { perSecond, micros } = paces[size] as Pace;
    return `${power(size)}: ${perSecond.toFixed(0)}/s, ${micros.toFixed(0)} µs`;
  });
  return {
    work: `${name} at ${power(LARGEST)} ratings, ${engine}`,
    against: `the same at ${power(COMPARED)}`,
    least: `≤ ${most}× its time`,
    measured: `${longer.toFixed(2)}×`,
    isHeld: longer <= most,
    figures: told.join('; '),
  };
}

/** What is there at the end: on the disk, and in the memory of the service. */
function leftRows(engine: Engine, all: readonly Standing[]): Row[] {
  const row = (what: string, unit: string, sizes: readonly number[]): Row => ({
    work: `${what} at ${power(LARGEST)} ratings, ${engine}`,
    against: '–',
    least: '–',
    measured: `${sizes.at(-1)?.toFixed(0)} ${unit}`,
    isHeld: true,
    figures: sizes.map((size, i) => `${power(SIZES[i] as number)}: ${size.toFixed(0)}`).join('; '),
  });
  const resident = all.map(({ server }) => server.residentBytes() / 1024 ** 2);
  return [
    row(
      'on disk for a rating with its event',
      'bytes',
      all.map(({ bytes }) => bytes),
    ),
    row('resident memory after all this', 'MB', resident),
  ];
}

function power(size: number): string {
  return `10${'⁰¹²³⁴⁵⁶⁷⁸⁹'[Math.round(Math.log10(size))]}`;
}
