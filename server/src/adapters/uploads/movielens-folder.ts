import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSet } from '../../datasets/data-set.js';
import type { FilmClue } from '../../imports/entry.js';
import { parseStars } from '../../ratings/stars.js';
import { bytesOfFile } from './bytes.js';
import { recognise } from './recognise.js';

/** The names of its files, which tell when a data set is from: since 2013, 1998, and between them. */
const LAYOUTS = [
  { ratings: 'ratings.csv', films: 'movies.csv', ids: 'links.csv' },
  { ratings: 'u.data', films: 'u.item', ids: null },
  { ratings: 'ratings.dat', films: 'movies.dat', ids: null },
] as const;
const HEADER = 'userId,movieId,rating,timestamp';
/** Who, which film, how many stars, and seconds since 1970. */
const RATING = /^(\d{1,9})(?:,|\t|::)(\d{1,9})(?:,|\t|::)(\d(?:\.\d+)?)(?:,|\t|::)(\d{1,11})\r?$/;
const SHORTEST_RATING = '1,1,1,0\n'.length;

/**
 * The data set of MovieLens in a folder. `onProgress` hears of bytes of ratings. Throws a sentence where there is none,
 * or what is there cannot be read.
 */
export async function readMovieLens(
  folder: string,
  onProgress: (bytes: number, of: number) => void,
): Promise<DataSet> {
  const layout = LAYOUTS.find(({ ratings, films }) =>
    [ratings, films].every((name) => existsSync(join(folder, name))),
  );
  if (layout === undefined) {
    const sets = LAYOUTS.map(({ ratings, films }) => `${ratings} and ${films}`).join(', or ');
    throw new Error(`${folder} holds no data set of MovieLens: expected were ${sets}.`);
  }
  const films = new Map<string, FilmClue>();
  await readFilms(folder, layout.films, films);
  if (layout.ids !== null && existsSync(join(folder, layout.ids))) {
    await readFilms(folder, layout.ids, films);
  }
  const numbers = new Map([...films.keys()].map((id, place) => [Number(id), place]));
  const ratings = await readRatings(join(folder, layout.ratings), layout, numbers, onProgress);
  return { ...ratings, films: [...films.values()] };
}

async function readFilms(
  folder: string,
  name: string,
  films: Map<string, FilmClue>,
): Promise<void> {
  const { size, read } = await bytesOfFile(join(folder, name));
  const known = await recognise({ name, size, open: () => read(0, size) });
  const isOurs = known?.format.service === 'movielens' && known.parts[0] === 'films';
  if (!isOurs || known.kind !== 'table') throw new Error(`${name} names no films of MovieLens.`);
  const { format, start, records } = known;
  const reader = format.reader('films', start, { has: () => true, films, person: undefined });
  let isHeader = !format.headerless;
  for await (const some of records()) {
    for (const { cells } of some) {
      if (!isHeader) reader.read(cells);
      isHeader = false;
    }
  }
}

type Columns = Pick<DataSet, 'person' | 'film' | 'stars' | 'ratedAt'>;

async function readRatings(
  path: string,
  { ratings: name, films }: { ratings: string; films: string },
  filmOf: ReadonlyMap<number, number>,
  onProgress: (bytes: number, of: number) => void,
): Promise<Columns & Pick<DataSet, 'people'>> {
  const { size } = await bytesOfFile(path);
  const columns = emptyColumns(Math.ceil(size / SHORTEST_RATING));
  const personOf = new Map<number, number>();
  let [count, line, rest, read] = [0, 0, '', 0];

  function add(text: string): void {
    line++;
    if (line === 1 && text.trimEnd() === HEADER) return;
    const [, user, film, rating, seconds] = RATING.exec(text) ?? [];
    if (user === undefined) throw new Error(`${name}, line ${line}, is no rating: ${shown(text)}.`);
    const filmPlace = filmOf.get(Number(film));
    if (filmPlace === undefined) {
      throw new Error(`${name}, line ${line}, rates film ${film}, which ${films} does not name.`);
    }
    let person = personOf.get(Number(user));
    if (person === undefined) {
      person = personOf.size;
      personOf.set(Number(user), person);
    }
    columns.person[count] = person;
    columns.film[count] = filmPlace;
    columns.stars[count] = starsOf(Number(rating), name, line);
    columns.ratedAt[count] = Number(seconds) * 1000;
    count++;
  }

  for await (const piece of createReadStream(path, 'latin1')) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) add(text);
    read += (piece as string).length;
    onProgress(read, size);
  }
  if (rest !== '') add(rest);
  return {
    people: [...personOf.keys()],
    person: columns.person.subarray(0, count),
    film: columns.film.subarray(0, count),
    stars: columns.stars.subarray(0, count),
    ratedAt: columns.ratedAt.subarray(0, count),
  };
}

/** Room for as many ratings as a file can hold: the system gives memory only to the part that is written. */
function emptyColumns(most: number): Columns {
  return {
    person: new Int32Array(most),
    film: new Int32Array(most),
    stars: new Uint8Array(most),
    ratedAt: new Float64Array(most),
  };
}

function starsOf(value: number, name: string, line: number): number {
  try {
    return parseStars(value);
  } catch {
    throw new Error(`${name}, line ${line}, gives ${value} stars; expected were 0 to 5.`);
  }
}

function shown(text: string): string {
  return `“${text.trimEnd().slice(0, 80)}”`;
}
