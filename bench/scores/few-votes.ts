import type { Posterior } from '../../server/src/scores/posterior.js';
import { luck } from './luck.js';
import { kendall, meanOf, rmse } from './measures.js';
import { type DataSet, ratingsByMovie, some } from './movielens.js';
import { imdb, median } from './others.js';
import { say, type Target, table } from './report.js';
import { estimateOf, ratingsOf, scoreOf } from './scoring.js';

const VOTES = [1, 3, 10, 30];
const FEWEST_RATINGS = 80;
const SHARE = 0.25;
const METHODS = ['plain mean', 'IMDb m=25', 'IMDb m=5', 'median', 'ours'] as const;
type Method = (typeof METHODS)[number];
/** Of each repetition, one number. */
type Figures = { rmse: number[]; tau: number[] };

const GOALS: Record<string, { rmse: number; tau: number }> = {
  'ML-100K': { rmse: 0.255, tau: 0.645 },
  'ml-latest-small': { rmse: 0.262, tau: 0.585 },
};

/**
 * How near scores of few votes come to what movies get of everyone: of a quarter of the movies with at least 80 ratings,
 * all but n ratings are taken away, and each score is held against the mean of what was taken away. The n are any, or
 * the first that came; opinions drift, and early raters are not like later ones.
 */
export function fewVotes(data: DataSet, repetitions: number): Target[] {
  const anyOnes = measure(data, repetitions, false);
  measure(data, repetitions, true);
  const coverage = meanOf(anyOnes.get(10)!.coverage);
  return [
    ...targetsOf(data, anyOnes),
    { name: `${data.name}: coverage of ten votes`, value: coverage, atLeast: 0.87 },
    { name: `${data.name}: coverage of ten votes`, value: coverage, atMost: 0.93 },
  ];
}

type Results = Map<number, ReturnType<typeof emptyResult>>;

function measure(data: DataSet, repetitions: number, isFirst: boolean): Results {
  const { pick } = luck(1);
  const byMovie = ratingsByMovie(data);
  const eligible = [...byMovie.keys()].filter((i) => byMovie[i]!.length >= FEWEST_RATINGS);
  const results = new Map(VOTES.map((votes) => [votes, emptyResult()]));

  for (let repetition = 0; repetition < repetitions; repetition++) {
    const tested = pick(eligible, Math.round(SHARE * eligible.length));
    const isTested = new Set(tested);
    const orders = new Map(
      tested.map((i) => [i, isFirst ? byMovie[i]! : pick(byMovie[i]!, byMovie[i]!.length)]),
    );
    for (const votes of VOTES) {
      const kept = [...orders.values()].flatMap((order) => order.slice(0, votes));
      const rest = [...data.movies.keys()].filter((k) => !isTested.has(data.movies[k]!));
      const all = some(data, [...rest, ...kept]);
      const truth = tested.map((i) =>
        meanOf(
          orders
            .get(i)!
            .slice(votes)
            .map((k) => data.stars[k]!),
        ),
      );
      const estimated = estimateOf(all);
      const own = ratingsOf(all, tested);
      const mean = meanOf([...all.stars]);
      const posteriors: Posterior[] = [];
      const guesses: Record<Method, number[]> = emptyGuesses();
      for (const movie of tested) {
        const stars = own.get(movie)!.map((k) => all.stars[k]!);
        const score = scoreOf(all, estimated, movie, own.get(movie)!);
        posteriors.push(score);
        guesses['plain mean'].push(meanOf(stars));
        guesses['IMDb m=25'].push(imdb(stars, 25, mean));
        guesses['IMDb m=5'].push(imdb(stars, 5, mean));
        guesses.median.push(median(stars));
        guesses.ours.push(score.stars);
      }
      const result = results.get(votes)!;
      for (const method of METHODS) {
        result.figures[method].rmse.push(rmse(guesses[method], truth));
        result.figures[method].tau.push(kendall(guesses[method], truth));
      }
      const isCovered = posteriors.map(({ low, high }, i) => low <= truth[i]! && truth[i]! <= high);
      result.coverage.push(isCovered.filter(Boolean).length / tested.length);
    }
  }

  const which = isFirst ? 'the first n' : 'any n';
  say(`\n## Few votes: ${data.name}, ${which}, ${repetitions} repetitions, RMSE in stars / tau\n`);
  table(
    ['score', ...VOTES.map((votes) => `n=${votes}`)],
    [
      ...METHODS.map((method) => [
        method,
        ...VOTES.map((votes) => {
          const { rmse: errors, tau } = results.get(votes)!.figures[method];
          return `${meanOf(errors).toFixed(3)} / ${meanOf(tau).toFixed(3)}`;
        }),
      ]),
      ['in 90 % interval', ...VOTES.map((n) => meanOf(results.get(n)!.coverage).toFixed(3))],
    ],
  );
  return results;
}

function targetsOf(data: DataSet, results: Results): Target[] {
  const goal = GOALS[data.name]!;
  const { figures } = results.get(10)!;
  const name = (what: string) => `${data.name}: ${what}`;
  const targets: Target[] = [
    { name: name('RMSE, n=10'), value: meanOf(figures.ours.rmse), atMost: goal.rmse },
    { name: name('tau, n=10'), value: meanOf(figures.ours.tau), atLeast: goal.tau },
  ];
  for (const votes of VOTES) {
    const { figures: of } = results.get(votes)!;
    for (const method of ['IMDb m=25', 'IMDb m=5'] as const) {
      targets.push(
        {
          name: name(`RMSE against ${method}, n=${votes}`),
          value: meanOf(of.ours.rmse),
          atMost: meanOf(of[method].rmse),
        },
        {
          name: name(`tau against ${method}, n=${votes}`),
          value: meanOf(of.ours.tau),
          atLeast: meanOf(of[method].tau),
        },
      );
    }
  }
  return targets;
}

function emptyResult(): { figures: Record<Method, Figures>; coverage: number[] } {
  const figures = Object.fromEntries(METHODS.map((method) => [method, { rmse: [], tau: [] }]));
  return { figures: figures as unknown as Record<Method, Figures>, coverage: [] };
}

function emptyGuesses(): Record<Method, number[]> {
  return { 'plain mean': [], 'IMDb m=25': [], 'IMDb m=5': [], median: [], ours: [] };
}
