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

it('finds by how much intervals are too narrow', () => {
  expect(calibrate(rehearsed(20_000, 1)).width).toBeCloseTo(1, 1);
  expect(calibrate(rehearsed(20_000, 1.5)).width).toBeCloseTo(1.5, 1);
});

it('says of as many that they are liked as are', () => {
  const all = rehearsed(20_000, 1);
  const found = calibrate(all);
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
  const usual = { intercept: 0.38, slope: 1.8, width: 1 };
  expect(calibrate([])).toEqual(usual);
  const { slope, width } = calibrate([{ stars: 3, sd: 1, came: 3 + EIGHTY }]);
  expect(slope).toBeCloseTo(usual.slope, 1);
  expect(width).toBeCloseTo(1, 2);
  const allLiked = calibrate(rehearsed(50, 1).map((one) => ({ ...one, came: 5 })));
  expect(Object.values(allLiked).every(Number.isFinite)).toBe(true);
});
