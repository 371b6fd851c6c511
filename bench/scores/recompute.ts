/**
 * Works out a movie's score from nothing but what the service tells everyone of it. Fails when that is another number.
 *
 *   npx tsx bench/scores/recompute.ts http://127.0.0.1:8080/api/v1/movies/imdb:tt0111161/score
 */
import { recomputed } from '../../server/test/support/recomputed.js';
import { say } from './report.js';

/** Sums are rounded in another order. */
const CLOSE = 1e-9;

const [address] = process.argv.slice(2);
if (address === undefined) {
  say('usage: npx tsx bench/scores/recompute.ts ADDRESS_OF_A_SCORE');
  process.exit(2);
}
const response = await fetch(address);
const told = (await response.json()) as Parameters<typeof recomputed>[0] & { stars: number | null };
if (!response.ok) {
  say(`${address} answers ${response.status}`);
  process.exit(1);
}
if (told.stars === null || told.votes === null) {
  say('There is no score yet, or it is of a past day, of which only the result is kept');
  process.exit(1);
}
const stars = recomputed(told);
const isSame = Math.abs(stars - told.stars) < CLOSE;
say(`${told.stars} is told, ${stars} is worked out: ${isSame ? 'the same' : 'not the same'}`);
process.exitCode = isSame ? 0 : 1;
