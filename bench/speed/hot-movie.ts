import { newSchema } from '../../server/test/support/postgres.js';
import { cleanUp } from '../../server/test/support/process.js';
import { startGenerator } from '../load/load.js';
import { interleaved, pace } from '../measure.js';
import type { Bench } from './bench.js';
import { fillWithRatings } from './data.js';
import { mustSucceed, ratingsBy, settled, startMeasured } from './service.js';

const CLIENTS = 64;
const ROUNDS = 4;
const SECONDS = 4;
const LEAST = 0.6;

/** Everyone rates the same film tonight, on PostgreSQL, against as many who rate different ones. */
export const hotMovie: Bench = {
  name: 'hot-movie',
  async run() {
    const { url, drop } = await newSchema();
    const wanted = { films: 10_000, ratings: 100_000, signedIn: CLIENTS };
    const { people, movieIds } = await fillWithRatings({ kind: 'postgres', url }, wanted);
    const server = await startMeasured({ DATABASE_URL: url, DATABASE_POOL: '20' });
    const generator = await startGenerator();
    const rating = (movies: number[]) => {
      const asks = [{ requests: ratingsBy(people, movies, 20_000) }];
      const load = { port: server.port, clients: CLIENTS, seconds: SECONDS, asks, varied: true };
      return () =>
        pace(server.pid, async () => {
          const answers = await generator.run(load);
          mustSucceed(answers);
          return answers;
        });
    };
    try {
      await settled(server);
      const paces = await interleaved(ROUNDS, {
        one: rating(movieIds.slice(0, 1)),
        many: rating(movieIds),
      });
      const ratio = paces.one.perSecond / paces.many.perSecond;
      return [
        {
          work: `PUT rating of one film, PostgreSQL, ${CLIENTS} clients`,
          against: 'of different films',
          least: `${LEAST} of its ratings/s`,
          measured: ratio.toFixed(2),
          isHeld: ratio >= LEAST,
          figures: `${paces.one.perSecond.toFixed(0)}/s; different films ${paces.many.perSecond.toFixed(0)}/s`,
        },
      ];
    } finally {
      generator.close();
      await server.stop();
      await cleanUp();
      await drop();
    }
  },
};
