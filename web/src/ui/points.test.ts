import { describe, expect, it } from 'vitest';
import { pointsOf, starsOfPoints } from './points.tsx';
import { starsOfKey } from './stars.tsx';

describe('points', () => {
  it('of a hundred are kept exactly', () => {
    for (let points = 0; points <= 100; points++) {
      const stars = starsOfPoints(points, 100);
      expect(pointsOf(stars, 100)).toBe(points);
      // As the service wants them: a multiple of 0.05, as closely as floats have it.
      expect(Math.round(stars * 20) / 20).toBe(stars);
    }
  });

  it('of ten are kept exactly, to a tenth', () => {
    for (let tenths = 0; tenths <= 100; tenths++) {
      expect(pointsOf(starsOfPoints(tenths / 10, 10), 10)).toBe(tenths / 10);
    }
  });

  it('stay on the scale', () => {
    expect([starsOfPoints(120, 100), starsOfPoints(-3, 10)]).toEqual([5, 0]);
  });

  it('are what stars are elsewhere', () => {
    expect([starsOfPoints(87, 100), starsOfPoints(7, 10), pointsOf(3.5, 10)]).toEqual([
      4.35, 3.5, 7,
    ]);
  });
});

describe('keys', () => {
  it.each([
    ['Digit1', false, 1],
    ['Digit5', false, 5],
    ['Digit3', true, 3.5],
    ['Digit5', true, 5],
    ['Digit0', false, 0],
    ['Digit0', true, 0.5],
    ['Numpad4', false, 4],
    ['Delete', false, null],
    ['Backspace', false, null],
    ['Digit6', false, undefined],
    ['KeyA', false, undefined],
    ['ArrowRight', false, undefined],
  ])('%s (shift: %s) means %s', (code, shiftKey, stars) => {
    expect(starsOfKey({ code, shiftKey })).toBe(stars);
  });
});
