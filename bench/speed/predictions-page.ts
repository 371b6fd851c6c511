import { cleanUp } from '../../server/test/support/process.js';
import { requestOf, startGenerator } from '../load/load.js';
import { interleaved, pace } from '../measure.js';
import type { Bench, Row } from './bench.js';
import { fillWithRatings } from './data.js';
import { ENGINES, type Engine, emptyDatabase } from './engine.js';
import { settled, startMeasured, trained } from './service.js';

const FILMS = 5000;
const RATINGS = 100_000;
const PEOPLE = 50;
const CLIENTS = 8;
const ROUNDS = 5;
const SECONDS = 2;
const MOST_CPU = 1.5;

/** A page of 50 films with what each of many people would give them, against the same page without. */
export const predictionsPage: Bench = {
  name: 'predictions-page',
  async run() {
    const rows: Row[] = [];
    for (const engine of ENGINES) rows.push(await pages(engine));
    return rows;
  },
};

async function pages(engine: Engine): Promise<Row> {
  const { url, place, drop } = await emptyDatabase(engine);
  const { people } = await fillWithRatings(place, {
    films: FILMS,
    ratings: RATINGS,
    signedIn: PEOPLE,
  });
  await trained(url);
  const server = await startMeasured({ DATABASE_URL: url });
  const generator = await startGenerator();
  const run = (query: string) => {
    const path = `/api/v1/movies?limit=50${query}`;
    const requests = people.map(({ token }) =>
      requestOf({ path, headers: { authorization: `Bearer ${token}` } }),
    );
    return () =>
      pace(server.pid, () =>
        generator.run({
          port: server.port,
          clients: CLIENTS,
          seconds: SECONDS,
          asks: [{ requests }],
        }),
      );
  };
  try {
    await settled(server);
    const contenders = { without: run(''), predicted: run('&include=prediction') };
    await interleaved(1, contenders);
    const { without, predicted } = await interleaved(ROUNDS, contenders);
    const ratio = predicted.micros / without.micros;
    return {
      work: `a page of 50 films with predictions, ${engine}`,
      against: 'the same page without',
      least: `CPU ≤ ${MOST_CPU}×`,
      measured: `CPU ${ratio.toFixed(2)}×`,
      isHeld: ratio <= MOST_CPU,
      figures: `${predicted.micros.toFixed(0)} µs; without ${without.micros.toFixed(0)} µs`,
    };
  } finally {
    generator.close();
    await server.stop();
    await cleanUp();
    await drop();
  }
}
