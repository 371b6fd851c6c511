import { statSync } from 'node:fs';
import pg from 'pg';
import { opaqueTokens } from '../../server/src/adapters/crypto/tokens.js';
import type { Rater } from '../../server/src/datasets/ports.js';
import type { MovieId } from '../../server/src/movies/movie.js';
import { openStore } from '../../server/src/open-store.js';
import { parseStars } from '../../server/src/ratings/stars.js';
import type { DatabasePlace } from '../../server/src/setting-kinds.js';
import { chance } from '../../server/test/support/chance.js';
import { someFilms } from '../../server/test/support/films.js';
import { A_PERSON, zipf } from '../../server/test/support/many-ratings.js';
import type { Rated } from '../speed/data.js';

const FEWEST = 5;
const FIRST = Date.UTC(2015, 0, 1);
const TEN_YEARS_S = 10 * 365 * 24 * 3600;
const NOW = Date.UTC(2026, 0, 1);

export type Place = Exclude<DatabasePlace, { kind: 'memory' }>;
type Wanted = { films: number; ratings: number; signedIn: number };

/**
 * Films, and ratings of them by the way that `halfstar load` takes: by person, and by film within, so that one row comes
 * to lie beside the last. `bytes` is what each took on the disk, with its event, its hour, its indexes, and its share of its
 * person.
 */
export async function loadGrown(
  place: Place,
  { films, ratings, signedIn }: Wanted,
): Promise<Rated & { bytes: number }> {
  const empty = await openStore({ database: place, synced: false });
  await empty.catalogue.load(await someFilms(films), NOW, () => {});
  await empty.close();
  const before = await bytesOf(place);
  const store = await openStore({ database: place, synced: false });
  const people: Rated['people'] = [];
  try {
    await store.raters.add(ratersFrom(films, ratings), NOW, () => {});
    await store.tidy();
    for (let n = 1; n <= signedIn; n++) {
      const user = await store.users.findByHandle(handleOf(n));
      if (user === null) throw new Error(`${handleOf(n)} was not loaded`);
      const { token, hash } = opaqueTokens().make();
      const common = { kind: 'access', name: 'bench', scope: 'write', expiresAt: null } as const;
      await store.tokens.add({ ...common, userId: user.id, hash }, NOW);
      people.push({ id: user.id, token });
    }
  } finally {
    await store.close();
  }
  const bytes = ((await bytesOf(place)) - before) / ratings;
  return { people, movieIds: Array.from({ length: films }, (_, i) => i + 1), bytes };
}

/** Films are as popular as their rank says (Zipf); everyone rates from 5 to 95 of them. */
function* ratersFrom(films: number, ratings: number): Generator<Rater> {
  const random = chance(1);
  const film = zipf(films, random);
  let left = ratings;
  for (let person = 1; left > 0; person++) {
    const most = Math.min(left, FEWEST + random.below(2 * (A_PERSON - FEWEST) + 1));
    const seen = new Set<number>();
    while (seen.size < most) seen.add(film());
    const taste = random.below(5);
    const times = [...seen].map(() => FIRST + random.below(TEN_YEARS_S) * 1000);
    times.sort((one, other) => one - other);
    yield {
      handle: handleOf(person),
      ratings: [...seen].map((movie, i) => ({
        movieId: movie as MovieId,
        stars: parseStars(Math.min(10, taste + (movie % 4) + random.below(5)) / 2),
        ratedAt: times[i] as number,
      })),
    };
    left -= seen.size;
  }
}

function handleOf(person: number): string {
  return `person-${person}`;
}

async function bytesOf(place: Place): Promise<number> {
  if (place.kind === 'file') return statSync(place.path).size;
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  const { rows } = await client.query(
    `select sum(pg_total_relation_size(oid)) as bytes from pg_class
     where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
  );
  await client.end();
  return Number(rows[0].bytes);
}
