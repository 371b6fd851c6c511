import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cleanUp, databaseFile } from '../../server/test/support/process.js';
import type { SharedRatings } from '../floors/sqlite-shared.js';
import { forked, messageOf, startGenerator } from '../load/load.js';
import { interleaved, type Pace, pace } from '../measure.js';
import type { Bench } from './bench.js';
import { fillWithRatings } from './data.js';
import { ratingsBy, settled, startMeasured, trained } from './service.js';

const [FLOOR, SHARED] = ['sqlite', 'sqlite-shared'].map((name) =>
  fileURLToPath(new URL(`../floors/${name}.ts`, import.meta.url)),
) as [string, string];
const CLIENTS = 64;
/** Those that are put are less than a tenth of them: neither an estimation nor a training is due meanwhile. */
const RATINGS = 250_000;
const REQUESTS = 20_000;
const ROUNDS = 4;
const SECONDS = 3;
const LEAST = 3;
const MOST_DELAY_MS = 5;
/** The histogram of Node counts from beat to beat, one every so many milliseconds. */
const BEAT_MS = 10;

/** Ratings that all are on the disk before they are acknowledged, against one transaction for each without HTTP. */
export const rateSqlite: Bench = {
  name: 'rate-sqlite',
  async run() {
    const [file, raw, alike] = [databaseFile(), databaseFile(), databaseFile()];
    const wanted = { films: 10_000, ratings: RATINGS, signedIn: CLIENTS };
    const { people, movieIds } = await fillWithRatings({ kind: 'file', path: file }, wanted);
    for (const copy of [raw, alike]) copyFileSync(file, copy);
    await trained(`file:${file}`);
    const server = await startMeasured({ DATABASE_URL: `file:${file}` });
    await settled(server);
    const generator = await startGenerator();
    const floor = await forked(FLOOR);
    const bare = async (journal: boolean, file: string) => {
      const child = await forked(SHARED);
      child.send({ file, people, journal } satisfies SharedRatings);
      return { child, port: (await messageOf(child)) as number };
    };
    const shared = await bare(false, alike);
    const journal = await bare(true, `${alike}.journal`);
    const asks = [{ requests: ratingsBy(people, movieIds, REQUESTS) }];
    const statuses: Record<number, number> = {};
    try {
      const delays: number[] = [];
      const rateAt = async (port: number) => {
        const load = { port, clients: CLIENTS, seconds: SECONDS, asks, varied: true };
        const answers = await generator.run(load);
        for (const [status, n] of Object.entries(answers.statuses)) {
          statuses[Number(status)] = (statuses[Number(status)] ?? 0) + n;
        }
        return answers;
      };
      const contenders = {
        service: async () => {
          await server.loopDelay();
          const taken = await pace(server.pid, () => rateAt(server.port));
          delays.push((await server.loopDelay()) - BEAT_MS);
          return taken;
        },
        raw: async () => {
          const who = { people: people.map(({ id }) => id), movies: movieIds };
          floor.send({ file: raw, seconds: SECONDS, ...who });
          return (await messageOf(floor)) as Pace;
        },
        shared: () => pace(shared.child.pid as number, () => rateAt(shared.port)),
        journal: () => pace(journal.child.pid as number, () => rateAt(journal.port)),
      };
      await interleaved(1, contenders);
      delays.length = 0;
      const paces = await interleaved(ROUNDS, contenders);
      const failed = Object.keys(statuses).filter(
        (status) => Number(status) >= 300 || status === '0',
      );
      if (failed.length > 0) throw new Error(`answered ${JSON.stringify(statuses)}`);
      const ratio = paces.service.perSecond / paces.raw.perSecond;
      const delay = delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)] ?? Number.NaN;
      const told = ({ perSecond, micros }: Pace) =>
        `${perSecond.toFixed(0)}/s, ${micros.toFixed(0)} µs`;
      const beside = (floor: Pace, against: string) => ({
        work,
        against,
        least: '–',
        measured: (paces.service.perSecond / floor.perSecond).toFixed(2),
        isHeld: true,
        figures: `floor ${told(floor)}, ${(floor.perSecond / paces.raw.perSecond).toFixed(2)} of one transaction for each`,
      });
      const work = `PUT rating, SQLite, ${CLIENTS} clients, durable`;
      return [
        {
          work,
          against: 'raw driver, one transaction per rating, no HTTP',
          least: `${LEAST} of its ratings/s`,
          measured: ratio.toFixed(2),
          isHeld: ratio >= LEAST,
          figures: `${told(paces.service)}; floor ${told(paces.raw)}`,
        },
        beside(
          paces.shared,
          'bare Fastify, all that came together in one transaction of the raw driver',
        ),
        beside(
          paces.journal,
          'bare Fastify, all that came together written to a file, and no database',
        ),
        {
          work: 'the same: delay of the event loop, p99',
          against: '–',
          least: `≤ ${MOST_DELAY_MS} ms`,
          measured: `${delay.toFixed(1)} ms`,
          isHeld: delay <= MOST_DELAY_MS,
          figures: '',
        },
      ];
    } finally {
      generator.close();
      floor.disconnect();
      for (const { child } of [shared, journal]) child.disconnect();
      await server.stop();
      await cleanUp();
    }
  },
};
