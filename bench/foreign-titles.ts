/**
 * How well films are matched whose title is told in another language, with year and directors: those of a MovieLens data
 * set that have a second title in brackets, asked for by that title alone; their directors are the catalogue's. Once as
 * they are, and once each without the film itself, when whatever is found is wrong.
 *
 *   npx tsx bench/foreign-titles.ts FOLDER
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { isForeign } from '../server/src/imports/foreign-title.js';
import type { KnownFilms } from '../server/src/imports/known-films.js';
import type { Clue } from '../server/src/imports/likeness.js';
import { filmMatcher } from '../server/src/imports/match-films.js';
import { partTitle } from '../server/src/imports/titles.js';
import { filmClue } from '../server/src/imports/told.js';
import type { MovieId } from '../server/src/movies/movie.js';
import { openStore } from '../server/src/open-store.js';
import { someFilms } from '../server/test/support/films.js';

const [folder = ''] = process.argv.slice(2);
const store = await openStore({ database: { kind: 'memory' } });
await store.catalogue.load(await someFilms(Number.POSITIVE_INFINITY), 1, () => {});
const asked = await foreignFilms();

let hidden: MovieId | null = null;
const isShown = ({ id }: { id: MovieId }) => id !== hidden;
const knownFilms: KnownFilms = {
  ...store.knownFilms,
  directedBy: async (names) => (await store.knownFilms.directedBy(names)).filter(isShown),
  describe: async (ids) => (await store.knownFilms.describe(ids)).filter(isShown),
};
const matcher = filmMatcher({ movies: store.movies, knownFilms });
for (const isThere of [true, false]) {
  const counts = { right: 0, wrong: 0, unsure: 0, unknown: 0 };
  for (const { clue, truth } of asked) {
    hidden = isThere ? null : truth;
    const [match = { kind: 'unknown' }] = await matcher.match([clue]);
    if (match.kind !== 'found') counts[match.kind]++;
    else counts[match.movieId === truth ? 'right' : 'wrong']++;
  }
  process.stdout.write(
    `${asked.length} films, ${isThere ? 'in the catalogue' : 'left out of it'}: ${JSON.stringify(counts)}\n`,
  );
}
await store.close();

async function foreignFilms(): Promise<{ clue: Clue; truth: MovieId }[]> {
  const imdbOf = new Map(
    table('links.csv.gz').map(({ movieId, imdbId }) => [movieId, `tt${imdbId}`]),
  );
  const titled = table('movies.csv.gz').flatMap(({ movieId, title = '' }) => {
    const { otherTitle, year } = partTitle(title.trim());
    const imdb = imdbOf.get(movieId);
    return imdb === undefined || !otherTitle || !isForeign(otherTitle)
      ? []
      : { title: otherTitle, year, imdb };
  });
  const ours = await store.movies.resolveAll(
    'imdb',
    titled.map(({ imdb }) => imdb),
  );
  const films = new Map(
    (await store.knownFilms.describe([...ours.values()])).map((film) => [film.id, film]),
  );
  return titled.flatMap(({ title, year, imdb }) => {
    const film = films.get(ours.get(imdb) as MovieId);
    if (film === undefined || film.directors.length === 0) return [];
    const clue = filmClue({ title, year, directors: [...film.directors] });
    return { clue, truth: film.id };
  });
}

function table(name: string): Record<string, string>[] {
  return parse(gunzipSync(readFileSync(join(folder, name))), { columns: true });
}
