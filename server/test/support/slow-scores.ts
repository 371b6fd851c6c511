import type { MovieFacts } from '../../src/scores/prior.js';

/**
 * The method of server/src/http/methods/habits-1.md from its text: slowly, from all ratings at once and with nothing kept,
 * and sharing no code with the service. Stars throughout.
 */
export type SlowRating = { user: number; movie: number; stars: number };
export type SlowModel = {
  mean: number;
  noise: number;
  raterSpread: number;
  trust: number;
  prior: (facts: MovieFacts) => number;
  isYoung: boolean;
  ratings: number;
  habits: Map<number, SlowHabit>;
  effects: Map<number, number>;
};
export type SlowHabit = { ratings: number; bias: number; squares: number };

const USUAL = { mean: 3, noise: 0.8, raterSpread: 0.8 / 4.5, movieSpread: 0.25, trust: 4.8 };

export function slowEstimate(
  ratings: readonly SlowRating[],
  facts: (movie: number) => MovieFacts,
): SlowModel {
  const users = [...new Set(ratings.map(({ user }) => user))];
  const movies = [...new Set(ratings.map(({ movie }) => movie))];
  const by = (key: 'user' | 'movie', id: number) => ratings.filter((one) => one[key] === id);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const mixed = (total: number, n: number, usual: number, worth: number) =>
    (total + worth * usual) / (n + worth);

  const mean = mixed(sum(ratings.map(({ stars }) => stars)), ratings.length, USUAL.mean, 10);
  let { noise, raterSpread, movieSpread } = USUAL;
  const bias = new Map(users.map((user) => [user, 0]));
  const effect = new Map(movies.map((movie) => [movie, 0]));
  const v = (n: number, spread: number) => 1 / (1 / spread + n / noise);
  const settleMovies = () => {
    for (const movie of movies) {
      const own = by('movie', movie);
      const total = sum(own.map(({ user, stars }) => stars - mean - bias.get(user)!));
      effect.set(movie, (v(own.length, movieSpread) / noise) * total);
    }
  };
  const settleUsers = () => {
    for (const user of users) {
      const own = by('user', user);
      const total = sum(own.map(({ movie, stars }) => stars - mean - effect.get(movie)!));
      bias.set(user, (v(own.length, raterSpread) / noise) * total);
    }
  };
  for (let sweep = 0; sweep < 20; sweep++) {
    settleMovies();
    settleUsers();
    const left = sum(
      ratings.map(
        ({ user, movie, stars }) => (stars - mean - bias.get(user)! - effect.get(movie)!) ** 2,
      ),
    );
    const weights = users.map((user) => {
      const n = by('user', user).length;
      return { user, n, h: n / (n + 10) };
    });
    const known = sum(weights.map(({ n, h }) => (h * n) / (n + noise / raterSpread)));
    const shift = known === 0 ? 0 : sum(weights.map(({ user, h }) => h * bias.get(user)!)) / known;
    for (const user of users) bias.set(user, bias.get(user)! - shift);
    for (const movie of movies) effect.set(movie, effect.get(movie)! + shift);
    const userLeft = users.map((user) => ({
      n: by('user', user).length,
      v: v(by('user', user).length, raterSpread),
      b: bias.get(user)!,
    }));
    const movieLeft = movies.map((movie) => ({
      n: by('movie', movie).length,
      v: v(by('movie', movie).length, movieSpread),
      b: effect.get(movie)!,
    }));
    const squares = left + sum([...userLeft, ...movieLeft].map((one) => one.n * one.v));
    const spreadOf = (all: typeof userLeft, usual: number) =>
      Math.max(0.02, mixed(sum(all.map((one) => one.b ** 2 + one.v)), all.length, usual, 5));
    raterSpread = spreadOf(userLeft, USUAL.raterSpread);
    movieSpread = spreadOf(movieLeft, USUAL.movieSpread);
    noise = Math.max(0.05, mixed(squares, ratings.length, USUAL.noise, 10));
  }
  settleUsers();
  const habits = new Map(
    users.map((user) => [user, slowHabit(by('user', user), { mean, noise, raterSpread }, effect)]),
  );
  const found = movies.map((movie) => {
    const own = by('movie', movie);
    const total = sum(own.map(({ user, stars }) => stars - mean - bias.get(user)!));
    return { facts: facts(movie), ratings: own.length, deviation: total / own.length };
  });
  const prior = slowPrior(found, mean, noise);
  return {
    mean,
    noise,
    raterSpread,
    trust: noise / prior.left,
    prior: prior.of,
    isYoung: isYoung(users.map((user) => by('user', user).length)),
    ratings: ratings.length,
    habits,
    effects: effect,
  };
}

export function slowHabit(
  own: readonly SlowRating[],
  { mean, noise, raterSpread }: Pick<SlowModel, 'mean' | 'noise' | 'raterSpread'>,
  effects: ReadonlyMap<number, number>,
): SlowHabit {
  const deviations = own.map(({ movie, stars }) => stars - mean - effects.get(movie)!);
  const bias =
    deviations.reduce((all, one) => all + one, 0) / noise / (1 / raterSpread + own.length / noise);
  const squares = deviations.reduce((all, one) => all + (one - bias) ** 2, 0);
  return { ratings: own.length, bias, squares };
}

function isYoung(counts: readonly number[]): boolean {
  const experienced = counts.filter((n) => n >= 10).length;
  return experienced < 100 && (counts.length === 0 || experienced < counts.length / 2);
}

function slowPrior(
  movies: readonly { facts: MovieFacts; ratings: number; deviation: number }[],
  mean: number,
  noise: number,
) {
  const rows = movies.filter(({ ratings }) => ratings >= 3);
  const genres = [...new Set(rows.flatMap(({ facts }) => facts.genres))];
  const features = ({ genres: own, year }: MovieFacts) => {
    const t = year === null ? 0 : (Math.min(2030, Math.max(1930, year)) - 1980) / 20;
    return [1, t, t * t, ...genres.map((genre) => (own.includes(genre) ? 1 : 0))];
  };
  const weigh = (ratings: number) => Math.min(ratings, 100) / 20;
  const size = genres.length + 3;
  const equations = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) => {
      const ridge = i === j ? 3 : 0;
      return rows.reduce((all, { facts, ratings, deviation }) => {
        const x = features(facts);
        return all + weigh(ratings) * x[i]! * (j === size ? deviation : x[j]!);
      }, ridge);
    }),
  );
  const solution = solve(equations);
  const linear = (facts: MovieFacts) =>
    features(facts).reduce((all, x, i) => all + x * solution[i]!, 0);
  const weights = rows.reduce((all, { ratings }) => all + weigh(ratings), 0);
  const squares = rows.reduce(
    (all, { facts, ratings, deviation }) =>
      all + weigh(ratings) * ((deviation - linear(facts)) ** 2 - noise / ratings),
    0,
  );
  return {
    of: (facts: MovieFacts) => Math.min(5, Math.max(0, mean + linear(facts))),
    left: Math.max(0.02, (squares + 5 * (0.8 / 4.8)) / (weights + 5)),
  };
}

/** By elimination; each row ends with its right side. */
function solve(rows: number[][]): number[] {
  for (const [i, row] of rows.entries()) {
    for (const other of rows.slice(i + 1)) {
      const by = other[i]! / row[i]!;
      for (const [j, value] of row.entries()) other[j]! -= by * value;
    }
  }
  const found: number[] = [];
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]!;
    const known = found.reduce((all, value, k) => all + value * row[rows.length - 1 - k]!, 0);
    found.push((row.at(-1)! - known) / row[i]!);
  }
  return found.reverse();
}

/** A movie's score of its votes, each with how it stands. */
export function slowScore(
  votes: readonly { stars: number; habit: SlowHabit; standing: 'counted' | 'held' | 'aside' }[],
  effect: number,
  prior: number,
  { mean, noise, trust, isYoung }: SlowModel,
): { stars: number; low: number; high: number; weight: number } | null {
  const counted = votes
    .filter(({ standing }) => standing !== 'aside')
    .map(({ stars, habit: { ratings: known, bias, squares }, standing }) => {
      const n = Math.max(1, known);
      const others = Math.max(0, squares - (stars - mean - bias - effect) ** 2);
      const p = Math.min(1, noise / ((10 * noise + others) / (10 + n - 1)));
      const h = isYoung ? (n + 2) / (n + 4) : n / (n + 10);
      const y = Math.min(5, Math.max(0, stars - bias));
      return { y, w: h * p, isNew: n < 5 && !isYoung, isHeld: standing === 'held' };
    });
  if (counted.length === 0) return null;
  const weigh = (some: typeof counted) => some.reduce((all, { w }) => all + w, 0);
  const newcomers = weigh(counted.filter((one) => one.isNew && !one.isHeld));
  const held = weigh(counted.filter((one) => one.isHeld));
  const regular = weigh(counted.filter((one) => !one.isNew && !one.isHeld));
  const room = Math.max(regular, 2) / 9;
  const factor = !isYoung && newcomers > room ? room / newcomers : 1;
  const full = counted.map(({ y, w, isNew, isHeld }) => ({
    y,
    w: w * (isHeld ? Math.min(0.05, room / held) : isNew ? factor : 1),
  }));
  const weight = weigh(full as typeof counted);
  const stars = (trust * prior + full.reduce((all, { y, w }) => all + w * y, 0)) / (trust + weight);
  const reach = 1.645 * Math.sqrt(noise / (trust + weight));
  return { stars, low: Math.max(0, stars - reach), high: Math.min(5, stars + reach), weight };
}
