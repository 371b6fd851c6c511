import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_STEPS, parseStars, STEPS_PER_STAR, writeStars } from './stars.js';

describe('stars', () => {
  it('come back exactly as they were written, all 101 of them', () => {
    for (let steps = 0; steps <= MOST_STEPS; steps++) {
      const written = Number((steps * 0.05).toFixed(2));
      expect(parseStars(written)).toBe(steps);
      expect(writeStars(parseStars(written))).toBe(written);
    }
  });

  it.each([
    ['a 5-star scale in halves', 10, 0.5],
    ['a 10-point scale', 10, 0.5],
    ['a 100-point scale', 100, 0.05],
    ['a 10-point scale in tenths', 100, 0.05],
  ])('carry %s without loss', (_, most, worth) => {
    for (let points = 0; points <= most; points++) {
      const stars = parseStars(Number((points * worth).toFixed(2)));
      expect(Math.round(writeStars(stars) / worth)).toBe(points);
    }
  });

  it.each([99, -1, -0.05, 5.05, 3.52, 3.549, 1e-9, 5 + 1e-9, NaN, Infinity, -Infinity])(
    'are never %d',
    (value) => {
      expect(() => parseStars(value)).toThrow(RangeError);
    },
  );

  it('are never what falls between the steps', () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (value) => {
        const isOnScale = value >= 0 && value <= 5 && value === Math.round(value * 20) / 20;
        if (isOnScale) expect(writeStars(parseStars(value))).toBe(value);
        else expect(() => parseStars(value)).toThrow(RangeError);
      }),
    );
  });

  it('are nought for nothing below nought too, as JSON may write it', () => {
    expect(Object.is(parseStars(-0) + 0, 0)).toBe(true);
    expect(STEPS_PER_STAR).toBe(20);
  });
});
