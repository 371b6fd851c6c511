import { expect, it } from 'vitest';
import { calibrate, chanceOfLike, EIGHTY, type Rehearsed } from './calibration.js';
import { normalDraws, uniformDraws } from './draws.js';

/** Ratings that come as far off as is said, times `width`. */
function rehearsed(count: number, width: number): Rehearsed[] {
  const [draw, uniform] = [normalDraws(2), uniformDraws(3)];
  return Array.from({ length: count }, () => {
    const [stars, sd] = [2.5 + 2 * uniform(), 0.7 + 0.4 * uniform()];
    return { stars, sd, came: stars + width * sd * draw() };
  });
}

const stepsOf = (all: readonly Rehearsed[]) =>
  Uint8Array.from(all, ({ came }) => 20 * Math.min(5, Math.max(0, came)));

it('finds by how much intervals are too narrow', () => {
  for (const width of [1, 1.5]) {
    const all = rehearsed(20_000, width);
    expect(calibrate(all, stepsOf(all)).width).toBeCloseTo(width, 1);
  }
});

it('says of as many that they are liked as are', () => {
  const all = rehearsed(20_000, 1);
  const found = calibrate(all, stepsOf(all));
  for (const [from, to] of [
    [2.5, 3.2],
    [3.2, 3.8],
    [3.8, 4.5],
  ] as const) {
    const some = all.filter(({ stars }) => stars >= from && stars < to);
    const said = some.reduce((sum, { stars, sd }) => sum + chanceOfLike(found, stars, sd), 0);
    const liked = some.filter(({ came }) => came >= 4).length;
    expect(Math.abs(said - liked) / some.length).toBeLessThan(0.02);
  }
});

it('keeps to what is usual with nothing, or next to nothing, to learn from', () => {
  const none = new Uint8Array();
  const usual = calibrate([], none);
  expect(usual).toEqual({ intercept: expect.closeTo(-0.425, 9), slope: 1.7, width: 1 });
  const { slope, width } = calibrate([{ stars: 3, sd: 1, came: 3 + EIGHTY }], none);
  expect(slope).toBeCloseTo(usual.slope, 1);
  expect(width).toBeCloseTo(1, 2);
  const all = rehearsed(50, 1).map((one) => ({ ...one, came: 5 }));
  expect(Object.values(calibrate(all, stepsOf(all))).every(Number.isFinite)).toBe(true);
});

it('takes as usual that as many are liked as of all ratings', () => {
  const usual = (stars: number[]) =>
    calibrate(
      [],
      Uint8Array.from({ length: 10_000 }, (_, k) => 20 * stars[k % stars.length]!),
    );
  const halves = [1, 2, 2.5, 3, 3, 3.5, 3.5, 4, 4, 4, 4.5, 5];
  const mean = halves.reduce((sum, one) => sum + one, 0) / halves.length;
  const deviation = Math.sqrt(halves.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 12);
  expect(chanceOfLike(usual(halves), mean, deviation)).toBeCloseTo(5 / 12, 2);
});
