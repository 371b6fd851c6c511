import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import type { MovieId } from '../../src/movies/movie.js';
import { addUser, rate } from './some.js';

/** A program: `rate-many.ts <file> <movie> <prefix>` rates a movie as 25 new people and prints how many. */
const [file = '', movie = '', prefix = ''] = process.argv.slice(2);
const store = sqlStore(openSqlite(file));
let rated = 0;
for (let i = 0; i < 25; i++) {
  const { id } = await addUser(store, `${prefix}-${i}`);
  await rate(store, id, Number(movie) as MovieId, { stars: i / 5 });
  rated++;
}
await store.close();
process.stdout.write(String(rated));
