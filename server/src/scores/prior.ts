import { solve } from './cholesky.js';

/**
 * What a movie is expected to get before anyone has rated it, in stars: the base, its genres' and its year's share.
 * By genre's name, so that it can be kept as JSON.
 */
export type Prior = {
  base: number;
  genres: Record<string, number>;
  year: number;
  yearSquared: number;
};

export type MovieFacts = { genres: readonly string[]; year: number | null };

/** How many rated a movie, and how far above μ their unbiased ratings are on average: mean(stars − μ − b_u). */
export type RatedMovie = { facts: MovieFacts; ratings: number; deviation: number };

/** `spread`: the variance of movies around their priors, in squared stars; `weight`: of how much it was found. */
export type FittedPrior = { prior: Prior; spread: number; weight: number };

const CENTRE_YEAR = 1980;
const YEARS = 20;
/** Beyond it there are few films to learn from, and a parabola runs off to anywhere. */
const EARLIEST = 1930;
const LATEST = 2030;

/** Movies between two chances for others to go on. */
const AT_A_TIME = 2000;

const RIDGE = 3;
/** With fewer, a movie's mean is hardly more than noise. */
const FEWEST_RATINGS = 3;
/** From here on its own taste, not its noise, is what the prior leaves of a movie's mean. */
const FULL_RATINGS = 100;
const RATINGS_PER_WEIGHT = 20;

/** m_i, from 0 to 5 stars. An unknown year counts as 1980, an unknown genre as nothing. */
export function priorOf(facts: MovieFacts, model: { prior: Prior }): number {
  const { base, genres, year, yearSquared } = model.prior;
  const age = ageOf(facts);
  let stars = base + year * age + yearSquared * age * age;
  for (const genre of new Set(facts.genres)) {
    if (Object.hasOwn(genres, genre)) stars += genres[genre]!;
  }
  return Math.min(5, Math.max(0, stars));
}

/**
 * Ridge regression of movies' deviations on [1, genres, (year − 1980)/20, its square], each movie weighing
 * min(n, 100)/20, a few at a time. The ridge holds the base too: with next to nothing to learn from, the prior is μ for every movie.
 */
export function* fitPrior(
  movies: readonly RatedMovie[],
  { mean, noise }: { mean: number; noise: number },
): Generator<void, FittedPrior> {
  const rows = movies.filter(({ ratings }) => ratings >= FEWEST_RATINGS);
  const names = [...new Set(rows.flatMap(({ facts }) => facts.genres))].sort();
  const columnOf = new Map(names.map((name, i) => [name, i + 3]));
  const size = names.length + 3;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = RIDGE;
  for (const [i, { facts, ratings, deviation }] of rows.entries()) {
    if (i % AT_A_TIME === AT_A_TIME - 1) yield;
    const weight = weightOf(ratings);
    const features = featuresOf(facts, columnOf);
    for (const [row, value] of features) {
      right[row]! += weight * value * deviation;
      for (const [column, other] of features)
        matrix[row * size + column]! += weight * value * other;
    }
  }
  const solution = solve(matrix, right);

  let weights = 0;
  let squares = 0;
  for (const [i, { facts, ratings, deviation }] of rows.entries()) {
    if (i % AT_A_TIME === AT_A_TIME - 1) yield;
    const weight = weightOf(ratings);
    const features = featuresOf(facts, columnOf);
    const rest = features.reduce((left, [at, value]) => left - value * solution[at]!, deviation);
    weights += weight;
    // What is the movie's own, without what is the noise of its few ratings.
    squares += weight * (rest * rest - noise / ratings);
  }
  const [intercept = 0, year = 0, yearSquared = 0] = solution;
  const genres = Object.fromEntries(names.map((name, i) => [name, solution[i + 3]!]));
  return {
    prior: { base: mean + intercept, genres, year, yearSquared },
    spread: weights === 0 ? 0 : squares / weights,
    weight: weights,
  };
}

function weightOf(ratings: number): number {
  return Math.min(ratings, FULL_RATINGS) / RATINGS_PER_WEIGHT;
}

function featuresOf(facts: MovieFacts, columnOf: Map<string, number>): [number, number][] {
  const age = ageOf(facts);
  const features: [number, number][] = [
    [0, 1],
    [1, age],
    [2, age * age],
  ];
  for (const genre of new Set(facts.genres)) features.push([columnOf.get(genre)!, 1]);
  return features;
}

function ageOf({ year }: MovieFacts): number {
  if (year === null) return 0;
  return (Math.min(LATEST, Math.max(EARLIEST, year)) - CENTRE_YEAR) / YEARS;
}
