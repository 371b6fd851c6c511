import { type Chance, chance } from '../../server/test/support/chance.js';
import { someFilms } from '../../server/test/support/films.js';
import { requestOf } from '../load/load.js';

const SHORTEST = 2;
const LONGEST = 24;
const KEYS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * What is asked while `titles` titles of the best known `films` are typed, letter after letter; in every second one a
 * letter is wrong, missing, or has changed places.
 */
export async function typed(titles: number, films: number): Promise<string[]> {
  const random = chance(7);
  const known = (await someFilms(films)).films;
  const requests: string[] = [];
  for (let n = 0; n < titles; n++) {
    const { title } = random.oneOf(known);
    const text = n % 2 === 0 ? title : misspelt(title, random);
    for (let end = SHORTEST; end <= Math.min(text.length, LONGEST); end++) {
      const q = encodeURIComponent(text.slice(0, end));
      requests.push(requestOf({ path: `/api/v1/movies?q=${q}&limit=10` }));
    }
  }
  return requests;
}

function misspelt(title: string, random: Chance): string {
  const at = random.below(title.length);
  const [before, letter, after] = [
    title.slice(0, at),
    title.slice(at, at + 1),
    title.slice(at + 1),
  ];
  return random.oneOf([
    before + random.oneOf([...KEYS]) + after,
    before + after,
    before + after.slice(0, 1) + letter + after.slice(1),
  ]);
}
