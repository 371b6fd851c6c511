import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chance } from '../../server/test/support/chance.js';
import { someFilms } from '../../server/test/support/films.js';
import { temporaryFolder } from '../../server/test/support/process.js';

const A_PERSON = 50;
const FIRST_SECOND = 1_000_000_000;

/** A folder with a data set of MovieLens, and how many films of the catalogue it is to be loaded beside. */
export type BulkData = { folder: string; films: number };

/** So many ratings from a seed, each person's of other films of the catalogue that ships, with their ids. */
export async function generatedSet(films: number, ratings: number): Promise<BulkData> {
  const folder = temporaryFolder();
  const catalogue = (await someFilms(films)).films;
  const named = catalogue.map(
    ({ title, year }, i) => `${i + 1},"${title.replaceAll('"', '""')} (${year})",Drama`,
  );
  const linked = catalogue.map(
    ({ ids }, i) => `${i + 1},${ids.imdb?.slice(2) ?? ''},${ids.tmdb ?? ''}`,
  );
  writeFileSync(join(folder, 'movies.csv'), `movieId,title,genres\n${named.join('\n')}\n`);
  writeFileSync(join(folder, 'links.csv'), `movieId,imdbId,tmdbId\n${linked.join('\n')}\n`);
  const random = chance(1);
  const lines: string[] = [];
  for (let person = 1; lines.length < ratings; person++) {
    const seen = new Set<number>();
    while (seen.size < A_PERSON) seen.add(1 + random.below(films));
    for (const film of [...seen].sort((a, b) => a - b)) {
      const seconds = FIRST_SECOND + random.below(FIRST_SECOND / 2);
      lines.push(`${person},${film},${(1 + random.below(10)) / 2},${seconds}`);
    }
  }
  writeFileSync(
    join(folder, 'ratings.csv'),
    `userId,movieId,rating,timestamp\n${lines.join('\n')}\n`,
  );
  return { folder, films };
}
