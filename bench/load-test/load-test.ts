import { setTimeout as sleep } from 'node:timers/promises';
import { cleanUp } from '../../server/test/support/process.js';
import { type Answers, startGenerator } from '../load/load.js';
import type { Bench, Row } from '../speed/bench.js';
import { fillWithRatings } from '../speed/data.js';
import { ENGINES, type Engine, emptyDatabase } from '../speed/engine.js';
import { mixture } from '../speed/mixture.js';
import { settled, startMeasured } from '../speed/service.js';

const FIRST_RATE = 100;
const SECONDS = 6;
const REST_MS = 2000;
const MOST_P99_MS = 50;
const LEAST_GOOD = 0.98;
/** So close the highest rate that held, and the lowest that did not, come to each other. */
const CLOSE = 1.1;
const BEYOND = 3;
const LEAST_BEYOND = 0.8;
/** Whoever has waited for one of them for a second has gone. */
const CONNECTIONS = 1000;

type Run = (rate: number) => Promise<Answers>;

/**
 * Traffic as it is (80 % hot films, 10 % lists and search, 5 % profiles, 5 % ratings), which comes as it likes (Poisson).
 * The knee is the highest rate at which 98 % are answered with success within a second, and the p99 of all is at most
 * 50 ms; beyond it, what is too much is to be refused, and the rest answered as before.
 */
export const loadTest: Bench = {
  name: 'load-test',
  async run() {
    const rows: Row[] = [];
    for (const engine of ENGINES) rows.push(...(await tested(engine)));
    return rows;
  },
};

async function tested(engine: Engine): Promise<Row[]> {
  const { url, place, drop } = await emptyDatabase(engine);
  const rated = await fillWithRatings(place, { films: 5000, ratings: 100_000, signedIn: 64 });
  const { reads, ratings } = await mixture(rated);
  const server = await startMeasured({ DATABASE_URL: url });
  const generator = await startGenerator();
  let seed = 0;
  const run: Run = async (rate) => {
    const asks = [...reads, ratings];
    const load = { port: server.port, seconds: SECONDS, asks, connections: CONNECTIONS };
    const answers = await generator.run({ ...load, rate, seed: ++seed });
    await sleep(REST_MS);
    return answers;
  };
  try {
    await settled(server);
    await run(FIRST_RATE);
    const knee = await kneeOf(run);
    if (knee === null) return [beforeTheFirst(engine)];
    return rowsOf(engine, knee, await run(knee / 2), await run(knee * BEYOND));
  } finally {
    generator.close();
    await server.stop();
    await cleanUp();
    await drop();
  }
}

/** Null when not even the first rate held. */
async function kneeOf(run: Run): Promise<number | null> {
  const once = async (rate: number) => {
    const { p99, goodPerSecond } = await run(rate);
    return p99 <= MOST_P99_MS && goodPerSecond >= LEAST_GOOD * rate;
  };
  // A single stall of the machine is no knee.
  const holds = async (rate: number) => (await once(rate)) || (await once(rate));
  let [low, high] = [0, FIRST_RATE];
  while (await holds(high)) [low, high] = [high, 2 * high];
  if (low === 0) return null;
  while (high / low > CLOSE) {
    const middle = Math.sqrt(low * high);
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const COMMON = { against: '–', least: '–', isHeld: true };

function beforeTheFirst(engine: Engine): Row {
  return {
    ...COMMON,
    work: `mixed load to the knee, ${engine}`,
    measured: `below ${FIRST_RATE}/s`,
    isHeld: false,
    figures: 'the very first rate did not hold',
  };
}

function rowsOf(engine: Engine, knee: number, half: Answers, beyond: Answers): Row[] {
  const share = beyond.goodPerSecond / knee;
  return [
    {
      ...COMMON,
      work: `mixed load to the knee, ${engine}`,
      measured: `${knee.toFixed(0)}/s`,
      figures: `p99 ≤ ${MOST_P99_MS} ms, ${100 * LEAST_GOOD} % within 1 s`,
    },
    {
      ...COMMON,
      work: `at half the knee: p99, ${engine}`,
      measured: `${half.p99.toFixed(1)} ms`,
      figures: `p50 ${half.p50.toFixed(1)}, p95 ${half.p95.toFixed(1)} ms`,
    },
    {
      work: `at ${BEYOND} times the knee: answered with success within 1 s, ${engine}`,
      against: 'the knee',
      least: `≥ ${LEAST_BEYOND} of its rate, the rest refused`,
      measured: share.toFixed(2),
      isHeld: share >= LEAST_BEYOND && beyond.p99OfRefusals !== null,
      figures: `${beyond.goodPerSecond.toFixed(0)}/s; p99 of all ${beyond.p99.toFixed(0)} ms; ${told(beyond)}`,
    },
  ];
}

function told({ statuses, answers, p99OfRefusals }: Answers): string {
  if (p99OfRefusals === null) return 'nothing refused';
  const refused = (100 * (statuses[503] ?? 0)) / answers;
  return `${refused.toFixed(0)} % refused, p99 of those ${p99OfRefusals.toFixed(0)} ms`;
}
