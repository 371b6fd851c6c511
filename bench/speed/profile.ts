import { openPostgres } from '../../server/src/adapters/sql/postgres.js';
import { openSqlite } from '../../server/src/adapters/sql/sqlite.js';
import { sqlStore } from '../../server/src/adapters/sql/store.js';
import { parseStars } from '../../server/src/ratings/stars.js';
import { cleanUp } from '../../server/test/support/process.js';
import { requestOf, startGenerator } from '../load/load.js';
import { pace } from '../measure.js';
import type { Bench, Row } from './bench.js';
import { fillWithRatings } from './data.js';
import { ENGINES, type Engine, emptyDatabase } from './engine.js';
import { settled, startMeasured } from './service.js';

const FILMS = 5000;
const RATINGS = 2000;
const SECONDS = 5;
const LEAST = 500;

/** The first page of somebody who has rated much, as anyone sees it. */
export const profile: Bench = {
  name: 'profile',
  async run() {
    const rows: Row[] = [];
    for (const engine of ENGINES) rows.push(await firstPage(engine));
    return rows;
  },
};

async function firstPage(engine: Engine): Promise<Row> {
  const { url, place, drop } = await emptyDatabase(engine);
  await fillWithRatings(place, { films: FILMS, ratings: 10_000, signedIn: 1 });
  const db =
    place.kind === 'file'
      ? openSqlite(place.path, { synced: false })
      : (await openPostgres(place.url, { connections: 4 })).db;
  const store = sqlStore(db);
  const page = { limit: 1, after: null };
  const [person] = (await store.users.list({}, page)).items;
  if (person === undefined) throw new Error('nobody is there');
  const movies = Array.from({ length: RATINGS }, (_, i) => i + 1);
  await store.atomically(async ({ ratings }) => {
    for (const id of movies) {
      await ratings.put({
        userId: person.id,
        movieId: id as never,
        stars: parseStars((id % 11) / 2),
        note: null,
        ratedAt: null,
        now: Date.now() + id,
      });
    }
  });
  await store.close();
  const server = await startMeasured({ DATABASE_URL: url });
  const generator = await startGenerator();
  try {
    await settled(server);
    const path = `/api/v1/users/${person.id}/ratings?limit=20`;
    const load = { port: server.port, clients: 8, asks: [{ requests: [requestOf({ path })] }] };
    await generator.run({ ...load, seconds: 2 });
    const { perSecond, micros } = await pace(server.pid, () =>
      generator.run({ ...load, seconds: SECONDS }),
    );
    return {
      work: `a profile of ${RATINGS} ratings among ${FILMS} films, first page, ${engine}`,
      against: '–',
      least: `≥ ${LEAST} pages/s`,
      measured: `${perSecond.toFixed(0)}/s`,
      isHeld: perSecond >= LEAST,
      figures: `${micros.toFixed(0)} µs of the service`,
    };
  } finally {
    generator.close();
    await server.stop();
    await cleanUp();
    await drop();
  }
}
