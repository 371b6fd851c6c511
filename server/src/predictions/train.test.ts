import { expect, it } from 'vitest';
import { chance } from '../../test/support/chance.js';
import { someFacts, somePeople } from '../../test/support/tastes.js';
import { decodeModel, encodeModel } from './encode-model.js';
import { movieAt } from './model.js';
import { observe } from './observations.js';
import { predict } from './prediction.js';
import { foldIn } from './taste.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone, type Crew, doPart } from './work.js';

const MOVIES = 60;
const people = () => somePeople({ users: 50, movies: MOVIES });

async function trained(
  seed = 1,
  crewOf: (training: ReturnType<typeof prepareTraining>) => Crew = alone,
) {
  const training = prepareTraining(people(), someFacts(MOVIES));
  return train(training, crewOf(training), { seed });
}

it('is the same bit by bit, whoever does which part and when', async () => {
  const { below } = chance(4);
  const model = await trained(1, (training) => async (parts) => {
    const left = [...parts];
    while (left.length > 0) {
      const [part] = left.splice(below(left.length), 1);
      const { from, to } = part!;
      const middle = from + below(to - from + 1);
      doPart(training, { ...part!, from: middle });
      doPart(training, { ...part!, to: middle });
    }
  });
  expect(Buffer.compare(encodeModel(model), encodeModel(await trained()))).toBe(0);
});

it('depends on its seed alone', async () => {
  const [one, other] = [encodeModel(await trained(1)), encodeModel(await trained(2))];
  expect(Buffer.compare(one, other)).not.toBe(0);
});

it('predicts what it has not seen better than averages do', async () => {
  const all = somePeople({ users: 150, movies: 80, share: 0.6 });
  const { starts, others, steps } = all.byUser;
  const owners = [...others.keys()].map((k) => starts.findIndex((start) => start > k) - 1);
  const seen = [...others.keys()].filter((k) => k % 10 > 0);
  const observations = observe({
    ...all,
    users: Int32Array.from(seen, (k) => owners[k]!),
    movies: Int32Array.from(seen, (k) => others[k]!),
    steps: Uint8Array.from(seen, (k) => steps[k]!),
  });
  const training = prepareTraining(observations, someFacts(80));
  const model = await train(training, alone(training), { seed: 1 });
  const tastes = [...all.userIds.keys()].map((user) =>
    foldIn(
      model,
      seen
        .filter((k) => owners[k] === user)
        .map((k) => ({ movie: movieAt(model, others[k]!), steps: steps[k]! })),
    ),
  );
  let [squares, plain] = [0, 0];
  for (const k of others.keys()) {
    if (k % 10 > 0) continue;
    const taste = tastes[owners[k]!]!;
    const movie = movieAt(model, others[k]!);
    squares += (steps[k]! / 20 - predict(model, taste, movie).stars) ** 2;
    const few = { ...taste, ratings: [] };
    plain += (steps[k]! / 20 - predict(model, few, movie).stars) ** 2;
  }
  // .59: the noise is .5, and stars are rounded to halves and held to the scale.
  expect(squares / plain).toBeLessThan(0.85);
});

it.each([
  ['nobody', [], []],
  ['one user and three ratings', [0, 0, 0], [80, 60, 100]],
  ['constant ratings', [0, 0, 0, 1, 1, 1, 2, 2, 2], [80, 80, 80, 80, 80, 80, 80, 80, 80]],
])('works with %s', async (_, users, steps) => {
  const count = Math.max(0, ...users.map((user) => user + 1));
  const training = prepareTraining(
    observe({
      userIds: Float64Array.from({ length: count }, (_, k) => k + 1),
      movieIds: Float64Array.of(1, 2, 3),
      users: Int32Array.from(users),
      movies: Int32Array.from(users, (_, k) => k % 3),
      steps: Uint8Array.from(steps),
    }),
    [
      { genres: [], year: null },
      { genres: ['Drama'], year: 1920 },
      { genres: [], year: 2020 },
    ],
  );
  const model = await train(training, alone(training), { seed: 1 });
  const numbers = [...model.movies.beliefs.means, ...model.movies.beliefs.covariances];
  expect(numbers.every(Number.isFinite)).toBe(true);
  expect(Number.isFinite(model.level.noise)).toBe(true);
});

it('is told from bytes as it was told to them', async () => {
  const model = await trained();
  const bytes = encodeModel(model);
  expect(decodeModel(bytes)).toEqual(model);
  expect(encodeModel(decodeModel(bytes))).toEqual(bytes);
  // Wherever they lie.
  const moved = new Uint8Array(bytes.length + 3).subarray(3);
  moved.set(bytes);
  expect(decodeModel(moved)).toEqual(model);
});

it('is not told from other bytes', async () => {
  const bytes = encodeModel(await trained());
  expect(() => decodeModel(bytes.subarray(0, bytes.length - 8))).toThrow(RangeError);
  expect(() => decodeModel(bytes.subarray(0, 100))).toThrow(RangeError);
  expect(() => decodeModel(new Uint8Array(4))).toThrow(RangeError);
  const later = bytes.slice();
  later[4] = 200;
  expect(() => decodeModel(later)).toThrow(/format 200/);
});

it('goes on from a model of before, and is soon where it would have come from nothing', async () => {
  const training = prepareTraining(people(), someFacts(MOVIES));
  const before = await train(training, alone(training), { seed: 1 });
  const again = prepareTraining(people(), someFacts(MOVIES), before);
  const told: number[] = [];
  const after = await train(again, alone(again), {
    seed: 1,
    onProgress: (done) => told.push(done),
  });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBeCloseTo(1, 1);
  expect(after.level.noise).toBeCloseTo(before.level.noise, 1);
  for (let row = 0; row < MOVIES; row++) {
    const at = row * before.movies.beliefs.size;
    const change = after.movies.beliefs.means[at]! - before.movies.beliefs.means[at]!;
    expect(Math.abs(change)).toBeLessThan(0.15);
  }
});

it('begins anew where most ratings have come since the model of before', async () => {
  const few = prepareTraining(somePeople({ users: 5, movies: MOVIES }), someFacts(MOVIES));
  const before = await train(few, alone(few), { seed: 1, sweeps: 2 });
  const after = prepareTraining(people(), someFacts(MOVIES), before);
  expect(after.isWarm).toBe(false);
  expect(encodeModel(await train(after, alone(after), { seed: 1 }))).toEqual(
    encodeModel(await trained()),
  );
});
