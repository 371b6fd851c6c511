import { expect, it } from 'vitest';
import { chance } from '../../test/support/chance.js';
import { normalDraws } from './draws.js';
import { movieAt } from './model.js';
import { observe } from './observations.js';
import { predict } from './prediction.js';
import { foldIn } from './taste.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone } from './work.js';

/** Made in other ways than the model has it, and unlike the data that chose it. */
type Made = {
  users: number;
  movies: number;
  /** Of all pairs, those that are rated. */
  share: number;
  starsOf: (user: number, movie: number) => number;
};
type Rating = { user: number; movie: number; steps: number };

const { below } = chance(8);
const draw = normalDraws(8);
const draws = (count: number, deviation: number) =>
  Array.from({ length: count }, () => deviation * draw());
const held = (stars: number) => Math.min(5, Math.max(0, stars));

/** How generous one is and how good a film, and no tastes at all. */
function plain(users: number, movies: number, share: number): Made {
  const [generous, good] = [draws(users, 0.5), draws(movies, 0.6)];
  const starsOf = (user: number, movie: number) =>
    3.2 + generous[user]! + good[movie]! + 0.8 * draw();
  return { users, movies, share, starsOf };
}

/** Nearly all five, but for some kinds of films that some kinds of people cannot stand. */
function skewed(): Made {
  const isBad = Array.from({ length: 25 }, () => below(2) === 1);
  const starsOf = (user: number, movie: number) => {
    const odds = isBad[(user % 5) * 5 + ((7 * movie) % 5)] ? 0.6 : 0.08;
    return Math.abs(draw()) < odds ? [0, 0.5, 1, 3][below(4)]! : 5;
  };
  return { users: 200, movies: 150, share: 0.15, starsOf };
}

/** Whole numbers from one to ten, halved, by tastes that are not linear. */
function ofTen(): Made {
  const [people, films] = [200, 150].map((count) =>
    Array.from({ length: count }, () => draws(3, 1)),
  );
  const starsOf = (user: number, movie: number) => {
    const film = films![movie]!;
    const match = people![user]!.reduce((sum, value, d) => sum + value * film[d]!, 0);
    const points = Math.round(6.5 + 1.5 * Math.cbrt(match) + film[0]! + draw());
    return Math.min(10, Math.max(1, points)) / 2;
  };
  return { users: 200, movies: 150, share: 0.15, starsOf };
}

/** Every other person gives all films the same. */
function constant(): Made {
  const [usual, good] = [draws(150, 1), draws(120, 0.7)];
  const starsOf = (user: number, movie: number) =>
    3 + usual[user]! + (user % 2 === 0 ? 0 : good[movie]! + 0.7 * draw());
  return { users: 150, movies: 120, share: 0.2, starsOf };
}

/** A third hates what it rates, and half likes what the other half dislikes. */
function divided(): Made {
  const good = draws(100, 0.4);
  const starsOf = (user: number, movie: number) =>
    (user % 3 === 0 ? 1 : 4.3) + (user % 2 === 0 ? 1 : -1) * good[movie]! + 0.4 * draw();
  return { users: 200, movies: 100, share: 0.15, starsOf };
}

const random = (): Made => ({
  ...{ users: 120, movies: 100, share: 0.2 },
  starsOf: () => below(101) / 20,
});

async function learnt({ users, movies, share, starsOf }: Made) {
  const all: Rating[] = [];
  for (let user = 0; user < users; user++) {
    for (let movie = 0; movie < movies; movie++) {
      const steps = Math.round(20 * held(starsOf(user, movie)));
      if (below(10_000) < 10_000 * share) all.push({ user, movie, steps });
    }
  }
  const seen = all.filter((_, k) => k % 5 > 0);
  const observations = observe({
    userIds: Float64Array.from({ length: users }, (_, row) => row + 1),
    movieIds: Float64Array.from({ length: movies }, (_, row) => row + 1),
    users: Int32Array.from(seen, ({ user }) => user),
    movies: Int32Array.from(seen, ({ movie }) => movie),
    steps: Uint8Array.from(seen, ({ steps }) => steps),
  });
  const facts = Array.from({ length: movies }, () => ({ genres: [], year: null }));
  const training = prepareTraining(observations, facts);
  const model = await train(training, alone(training), { seed: 1 });
  const tastes = Array.from({ length: users }, (_, user) =>
    foldIn(
      model,
      seen
        .filter((rating) => rating.user === user)
        .map(({ movie, steps }) => ({ movie: movieAt(model, movie), steps })),
    ),
  );
  const next = all.filter((_, k) => k % 5 === 0);
  return next.map(({ user, movie, steps }) => ({
    ...predict(model, tastes[user]!, movieAt(model, movie)),
    plain: [3, 10].map((worth) => averages(seen, worth)(user, movie)),
    came: steps / 20,
  }));
}

/** Film mean + user bias, each held back by so many ratings. */
function averages(seen: readonly Rating[], worth: number) {
  const mean = seen.reduce((sum, { steps }) => sum + steps / 20, 0) / seen.length;
  const biases = (key: (rating: Rating) => number, above: (rating: Rating) => number) => {
    const sums = new Map<number, { sum: number; count: number }>();
    for (const rating of seen) {
      const { sum, count } = sums.get(key(rating)) ?? { sum: 0, count: 0 };
      sums.set(key(rating), { sum: sum + above(rating), count: count + 1 });
    }
    return (of: number) => {
      const { sum, count } = sums.get(of) ?? { sum: 0, count: 0 };
      return sum / (count + worth);
    };
  };
  const film = biases(
    ({ movie }) => movie,
    ({ steps }) => steps / 20 - mean,
  );
  const person = biases(
    ({ user }) => user,
    ({ movie, steps }) => steps / 20 - mean - film(movie),
  );
  return (user: number, movie: number) => held(mean + film(movie) + person(user));
}

it.each<[string, Made]>([
  ['people without tastes', plain(150, 120, 0.2)],
  ['a dozen people', plain(12, 30, 0.6)],
  ['ten times as many films as people, with two ratings each', plain(60, 600, 0.03)],
  ['people with two ratings each', plain(800, 60, 0.037)],
  ['people who like nearly everything', skewed()],
  ['whole numbers up to ten', ofTen()],
  ['people who always give the same', constant()],
  ['people who hate what they rate', divided()],
  ['what nobody could foretell', random()],
])('is no worse than averages at %s, and knows how good it is', async (_, made) => {
  const said = await learnt(made);
  const meanOf = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const off = (starsOf: (one: (typeof said)[0]) => number) =>
    Math.sqrt(meanOf(said.map((one) => (starsOf(one) - one.came) ** 2)));
  const others = Math.min(...[0, 1].map((k) => off(({ plain }) => plain[k]!)));
  expect(off(({ stars }) => stars) / others).toBeLessThan(1.03);
  const within = said.filter(({ low, high, came }) => low <= came && came <= high);
  expect(Math.abs(within.length / said.length - 0.8)).toBeLessThan(0.1);
  const liked = meanOf(said.map(({ like, came }) => like - (came >= 4 ? 1 : 0)));
  expect(Math.abs(liked)).toBeLessThan(0.1);
});
