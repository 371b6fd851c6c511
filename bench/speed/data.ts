import { opaqueTokens } from '../../server/src/adapters/crypto/tokens.js';
import { openPostgres } from '../../server/src/adapters/sql/postgres.js';
import { openSqlite } from '../../server/src/adapters/sql/sqlite.js';
import { sqlStore } from '../../server/src/adapters/sql/store.js';
import type { DatabasePlace } from '../../server/src/setting-kinds.js';
import { someFilms } from '../../server/test/support/films.js';
import { addManyRatings } from '../../server/test/support/many-ratings.js';

const LONG_AGO = Date.UTC(2024, 0, 1);

export type Rated = { people: { id: number; token: string }[]; movieIds: number[] };

/** Films, and ratings of them from a seed, popular as films are; the first `signedIn` people have tokens. */
export async function fillWithRatings(
  database: Exclude<DatabasePlace, { kind: 'memory' }>,
  { films, ratings, signedIn }: { films: number; ratings: number; signedIn: number },
): Promise<Rated> {
  const db =
    database.kind === 'file'
      ? openSqlite(database.path, { synced: false })
      : (await openPostgres(database.url, { connections: 4 })).db;
  const store = sqlStore(db);
  const tokens = Array.from({ length: signedIn }, () => opaqueTokens().make());
  try {
    await store.catalogue.load(await someFilms(films), LONG_AGO, () => {});
    const hashes = tokens.map(({ hash }) => hash);
    await addManyRatings(db, { ratings, films, seed: 1, at: LONG_AGO, tokens: hashes });
    // As whoever loads the catalogue or a data set does.
    await store.tidy();
  } finally {
    await store.close();
  }
  return {
    people: tokens.map(({ token }, i) => ({ id: i + 1, token })),
    movieIds: Array.from({ length: films }, (_, i) => i + 1),
  };
}
