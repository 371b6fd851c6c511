import { luck } from './luck.js';
import { kendall, meanOf, top } from './measures.js';
import { type DataSet, ratingsByMovie, some } from './movielens.js';
import { imdb, lowerBound } from './others.js';
import { say, type Target, table } from './report.js';
import { estimateOf, ratingsOf, scoreOf } from './scoring.js';

const FEWEST_RATINGS = 80;
const MOST_KEPT = 60;
const LENGTH = 20;
const METHODS = ['plain mean', 'IMDb m=25', 'IMDb m=5', 'Evan Miller', 'ours, rank'] as const;
type Method = (typeof METHODS)[number];
type Figures = { tau: number[]; mean: number[]; precision: number[] };

const GOALS: Record<string, number> = { 'ML-100K': 0.36, 'ml-latest-small': 0.38 };

/**
 * How good charts are where movies have 1 to 60 votes, as many of few as of many (log-uniform): of every movie with at
 * least 80 ratings, all but these are taken away. The truth is the mean of all its ratings.
 */
export function charts(data: DataSet, repetitions: number): Target[] {
  const { uniform, pick } = luck(2);
  const byMovie = ratingsByMovie(data);
  const movies = [...byMovie.keys()].filter((i) => byMovie[i]!.length >= FEWEST_RATINGS);
  const isCut = new Set(movies);
  const truth = movies.map((i) => meanOf(byMovie[i]!.map((k) => data.stars[k]!)));
  const best = new Set(top(truth, LENGTH));
  const figures = emptyFigures();
  const rest = [...data.movies.keys()].filter((k) => !isCut.has(data.movies[k]!));

  for (let repetition = 0; repetition < repetitions; repetition++) {
    const kept = movies.flatMap((i) => pick(byMovie[i]!, Math.floor((MOST_KEPT + 1) ** uniform())));
    const all = some(data, [...rest, ...kept]);
    const estimated = estimateOf(all);
    const own = ratingsOf(all, movies);
    const mean = meanOf([...all.stars]);
    const values: Record<Method, number[]> = {
      'plain mean': [],
      'IMDb m=25': [],
      'IMDb m=5': [],
      'Evan Miller': [],
      'ours, rank': [],
    };
    for (const movie of movies) {
      const stars = own.get(movie)!.map((k) => all.stars[k]!);
      values['plain mean'].push(meanOf(stars));
      values['IMDb m=25'].push(imdb(stars, 25, mean));
      values['IMDb m=5'].push(imdb(stars, 5, mean));
      values['Evan Miller'].push(lowerBound(stars, data.lowest, data.step));
      values['ours, rank'].push(scoreOf(all, estimated, movie, own.get(movie)!).rank);
    }
    for (const method of METHODS) {
      const chart = top(values[method], LENGTH);
      figures[method].tau.push(kendall(values[method], truth));
      figures[method].mean.push(meanOf(chart.map((i) => truth[i]!)));
      figures[method].precision.push(chart.filter((i) => best.has(i)).length / LENGTH);
    }
  }

  const oracle = meanOf([...best].map((i) => truth[i]!)).toFixed(2);
  say(
    `\n## Charts: ${data.name}, ${movies.length} movies, ${repetitions} repetitions (the best ${LENGTH} have ${oracle})\n`,
  );
  table(
    ['ranking', 'tau', 'true mean of the top 20', 'precision@20'],
    METHODS.map((method) => [
      method,
      meanOf(figures[method].tau).toFixed(3),
      meanOf(figures[method].mean).toFixed(2),
      meanOf(figures[method].precision).toFixed(2),
    ]),
  );
  const precision = meanOf(figures['ours, rank'].precision);
  return [
    { name: `${data.name}: precision@20`, value: precision, atLeast: GOALS[data.name]! },
    ...METHODS.slice(0, -1).map((method) => ({
      name: `${data.name}: precision@20 against ${method}`,
      value: precision,
      atLeast: meanOf(figures[method].precision),
    })),
  ];
}

function emptyFigures(): Record<Method, Figures> {
  const figures = METHODS.map((method) => [method, { tau: [], mean: [], precision: [] }]);
  return Object.fromEntries(figures) as Record<Method, Figures>;
}
