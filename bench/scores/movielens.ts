import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AllRatings } from '../../server/src/scores/estimate.js';
import type { MovieFacts } from '../../server/src/scores/prior.js';

/** A data set of MovieLens: ratings as flat arrays, with when each was given, in seconds. `step`: how fine stars are. */
export type DataSet = {
  name: string;
  raters: Int32Array;
  movies: Int32Array;
  stars: Float32Array;
  times: Int32Array;
  raterCount: number;
  movieCount: number;
  facts: MovieFacts[];
  lowest: number;
  step: number;
};

type Row = { rater: string; movie: string; stars: number; time: number };

/** Both data sets in a folder, which has `ml-100k` and `ml-latest-small`, their files compressed by gzip. */
export function readDataSets(folder: string): DataSet[] {
  return [ml100k(join(folder, 'ml-100k')), mlLatestSmall(join(folder, 'ml-latest-small'))];
}

/** Some of a data set's ratings, by their indexes. */
export function some(data: DataSet, indexes: readonly number[]): AllRatings {
  return {
    raters: Int32Array.from(indexes, (k) => data.raters[k]!),
    movies: Int32Array.from(indexes, (k) => data.movies[k]!),
    stars: Float32Array.from(indexes, (k) => data.stars[k]!),
    raterCount: data.raterCount,
    movieCount: data.movieCount,
    facts: (movie) => data.facts[movie]!,
  };
}

/** The indexes of each movie's ratings, oldest first. */
export function ratingsByMovie(data: DataSet): number[][] {
  const all: number[][] = data.facts.map(() => []);
  for (let k = 0; k < data.movies.length; k++) all[data.movies[k]!]!.push(k);
  for (const ratings of all) ratings.sort((a, b) => data.times[a]! - data.times[b]!);
  return all;
}

function ml100k(folder: string): DataSet {
  const genres = lines(readFileSync(join(folder, 'u.genre'), 'latin1')).map(
    (line) => line.split('|')[0]!,
  );
  const facts = new Map<string, MovieFacts>();
  for (const line of lines(unpacked(join(folder, 'u.item.gz'), 'latin1'))) {
    const [id = '', title = '', , , , ...flags] = line.split('|');
    // The first genre is `unknown`.
    const has = genres.filter((_, i) => i > 0 && flags[i] === '1');
    facts.set(id, { genres: has, year: yearOf(title) });
  }
  const rows = lines(unpacked(join(folder, 'u.data.gz'), 'latin1')).map((line): Row => {
    const [rater = '', movie = '', stars, time] = line.split('\t');
    return { rater, movie, stars: Number(stars), time: Number(time) };
  });
  return dataSet('ML-100K', facts, rows, { lowest: 1, step: 1 });
}

function mlLatestSmall(folder: string): DataSet {
  const facts = new Map<string, MovieFacts>();
  for (const line of lines(unpacked(join(folder, 'movies.csv.gz'), 'utf8')).slice(1)) {
    const [, id = '', title = '', list = ''] = /^(\d+),(.*),([^,]*)$/.exec(line) ?? [];
    const genres = list === '(no genres listed)' ? [] : list.split('|');
    facts.set(id, { genres, year: yearOf(title.replaceAll('"', '')) });
  }
  const rows = lines(unpacked(join(folder, 'ratings.csv.gz'), 'utf8'))
    .slice(1)
    .map((line): Row => {
      const [rater = '', movie = '', stars, time] = line.split(',');
      return { rater, movie, stars: Number(stars), time: Number(time) };
    });
  return dataSet('ml-latest-small', facts, rows, { lowest: 0.5, step: 0.5 });
}

function dataSet(
  name: string,
  facts: Map<string, MovieFacts>,
  rows: Row[],
  scale: { lowest: number; step: number },
): DataSet {
  const movieOf = new Map([...facts.keys()].map((id, i) => [id, i]));
  const raterOf = new Map([...new Set(rows.map(({ rater }) => rater))].map((id, i) => [id, i]));
  return {
    name,
    raters: Int32Array.from(rows, ({ rater }) => raterOf.get(rater)!),
    movies: Int32Array.from(rows, ({ movie }) => movieOf.get(movie)!),
    stars: Float32Array.from(rows, ({ stars }) => stars),
    times: Int32Array.from(rows, ({ time }) => time),
    raterCount: raterOf.size,
    movieCount: movieOf.size,
    facts: [...facts.values()],
    ...scale,
  };
}

/** At the end of the title; of `(2006–2007)`, the first. */
function yearOf(title: string): number | null {
  const [, year] = /\((\d{4})(?:[–-]\d{0,4})?\)\s*$/.exec(title) ?? [];
  return year === undefined ? null : Number(year);
}

function unpacked(file: string, encoding: 'latin1' | 'utf8'): string {
  return gunzipSync(readFileSync(file)).toString(encoding);
}

function lines(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}
