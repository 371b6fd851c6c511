import type { MovieId } from '../../src/movies/movie.js';
import { openUrl } from './open-url.js';
import { addUser, rate } from './some.js';

/** A program: `rate-many.ts <DATABASE_URL> <movie> <prefix>` rates a movie as 25 new people and prints how many. */
const [url = '', movie = '', prefix = ''] = process.argv.slice(2);
const store = await openUrl(url);
let rated = 0;
for (let i = 0; i < 25; i++) {
  const { id } = await addUser(store, `${prefix}-${i}`);
  await rate(store, id, Number(movie) as MovieId, { stars: i / 5 });
  rated++;
}
await store.close();
process.stdout.write(String(rated));
