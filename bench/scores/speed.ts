import { performance } from 'node:perf_hooks';
import { luck } from './luck.js';
import { say, table } from './report.js';
import { estimateOf } from './scoring.js';

const RATERS = 20_000;
const MOVIES = 10_000;
const GENRES = ['Comedy', 'Drama', 'Horror', 'Thriller', 'Western'];

/** How long estimation takes over so many ratings, some movies and raters having far more than others. */
export function speed(count: number): void {
  const { uniform, normal } = luck(3);
  const raters = Int32Array.from({ length: count }, () => Math.floor(RATERS * uniform() ** 2));
  const movies = Int32Array.from({ length: count }, () => Math.floor(MOVIES * uniform() ** 3));
  const stars = Float32Array.from({ length: count }, (_, k) =>
    Math.min(5, Math.max(0, 3.5 + (raters[k]! % 7) / 7 - (movies[k]! % 5) / 5 + normal())),
  );
  const facts = (movie: number) => ({
    genres: [GENRES[movie % GENRES.length]!, GENRES[(movie * 7 + 1) % GENRES.length]!],
    year: 1950 + (movie % 75),
  });
  const start = performance.now();
  estimateOf({ raters, movies, stars, raterCount: RATERS, movieCount: MOVIES, facts });
  const seconds = (performance.now() - start) / 1000;
  say('\n## Speed of estimation\n');
  table(['ratings', 'seconds'], [[count.toLocaleString('en'), seconds.toFixed(2)]]);
}
