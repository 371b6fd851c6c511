import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { chance, seedOf } from '../../test/support/chance.js';
import { someFacts } from '../../test/support/tastes.js';
import { decodeModel, encodeModel } from './encode-model.js';
import { explain } from './explain.js';
import { matchOf } from './match.js';
import { movieAt, newMovie } from './model.js';
import { observe } from './observations.js';
import { nextToAsk } from './onboarding.js';
import { predict } from './prediction.js';
import { recommend } from './recommend.js';
import { foldIn } from './taste.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone } from './work.js';

/** So many are looked at. */
const MOST_FILMS = 40;

type Rating = { user: number; movie: number; steps: number };

/** Trains, folds everyone in, and expects that all that is said makes sense. */
async function expectSense(ratings: readonly Rating[], users: number, movies: number) {
  const observations = observe({
    userIds: Float64Array.from({ length: users }, (_, row) => 3 * row + 1),
    // Large, and far apart.
    movieIds: Float64Array.from({ length: movies }, (_, row) => 2 ** 40 + row * 1_000_003),
    users: Int32Array.from(ratings, ({ user }) => user),
    movies: Int32Array.from(ratings, ({ movie }) => movie),
    steps: Uint8Array.from(ratings, ({ steps }) => steps),
  });
  const training = prepareTraining(observations, someFacts(movies));
  const model = decodeModel(encodeModel(await train(training, alone(training), { seed: 1 })));
  const films = Array.from({ length: movies }, (_, row) => movieAt(model, row));
  const newFilm = newMovie(model, { genres: ['Drama', 'unheard of'], year: 2120 });
  const tastes = [...Array(users + 1).keys()].map((user) =>
    foldIn(
      model,
      ratings
        .filter((rating) => rating.user === user)
        .map(({ movie, steps }) => ({ movie: films[movie]!, steps })),
    ),
  );
  for (const taste of tastes) {
    for (const film of [...films.slice(0, MOST_FILMS), newFilm]) {
      const { stars, sd, low, high, like } = predict(model, taste, film);
      expect(sd).toBeGreaterThan(0);
      expect(Number.isFinite(sd)).toBe(true);
      expect([low, stars, high]).toEqual([low, stars, high].sort((a, b) => a - b));
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(5);
      expect(like).toBeGreaterThanOrEqual(0);
      expect(like).toBeLessThanOrEqual(1);
      const { movie, habit, ratings } = explain(model, taste, film);
      const sum = ratings.reduce((all, one) => all + one, movie + habit);
      expect(Math.min(5, Math.max(0, sum))).toBeCloseTo(stars, 3);
    }
    const { rho, percentile, reliability } = matchOf(model, taste, tastes[0]!);
    expect(Math.abs(rho)).toBeLessThanOrEqual(1);
    expect(percentile).toBeGreaterThanOrEqual(0);
    expect(percentile).toBeLessThanOrEqual(100);
    expect(reliability).toBeLessThanOrEqual(1);
    const worths = recommend(model, taste);
    for (const [row, worth] of worths.entries()) {
      const isRated = taste.ratings.some(({ movie }) => movie.row === row);
      expect(worth === Number.NEGATIVE_INFINITY).toBe(isRated);
      expect(worth).not.toBeNaN();
    }
    const asked = nextToAsk(model, taste, [{ row: 0, isKnown: true }], movies);
    expect(asked).not.toContain(0);
  }
  return { model, films, tastes };
}

const half = (below: (end: number) => number) => 10 * below(11);
const { below } = chance(5);
const crowd = (users: number, movies: number, stepsOf: () => number): Rating[] =>
  Array.from({ length: users }, (_, user) =>
    Array.from({ length: movies }, (_, movie) => ({ user, movie, steps: stepsOf() })),
  ).flat();

it.each<[string, Rating[], number, number]>([
  [
    'one person and three ratings',
    [80, 60, 100].map((steps, movie) => ({ user: 0, movie, steps })),
    1,
    3,
  ],
  ['one film that everyone has rated', crowd(60, 1, () => half(below)), 60, 1],
  [
    'two people who share no film',
    crowd(1, 4, () => 90).concat(
      crowd(1, 4, () => 10).map((one) => ({ ...one, user: 1, movie: one.movie + 4 })),
    ),
    2,
    8,
  ],
  ['the lowest stars alone', crowd(25, 20, () => 0), 25, 20],
  ['the highest stars alone', crowd(25, 20, () => 100), 25, 20],
  ['likes and dislikes alone', crowd(25, 20, () => 100 * below(2)), 25, 20],
  ['stars that nobody could foretell', crowd(25, 20, () => below(101)), 25, 20],
  [
    'someone with 1500 ratings beside people with one',
    [
      ...crowd(1, 1500, () => half(below)),
      ...Array.from({ length: 20 }, (_, k) => ({ user: k + 1, movie: k, steps: 80 })),
    ],
    21,
    1500,
  ],
])('makes sense of %s', async (_, ratings, users, movies) => {
  await expectSense(ratings, users, movies);
});

it('says of who has always given the same that they will again', async () => {
  const { model, films, tastes } = await expectSense(
    crowd(25, 20, () => 100),
    25,
    20,
  );
  for (const film of films) {
    expect(predict(model, tastes[3]!, film).stars).toBeGreaterThan(4.8);
  }
});

const rating = fc.record({
  user: fc.nat(8),
  movie: fc.nat(11),
  steps: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 100)),
});

it('makes sense of any ratings', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(rating, { maxLength: 60, selector: ({ user, movie }) => 12 * user + movie }),
      async (ratings) => {
        await expectSense(ratings, 9, 12);
      },
    ),
    { seed: seedOf('odd ratings'), numRuns: 40 },
  );
});
