import { expect, it } from 'vitest';
import { trendOf } from './trend.js';

it('is the score while nobody has voted of late', () => {
  expect(trendOf({ weight: 0, stars: 0 }, 3.7)).toBe(3.7);
});

it('is half way to what ten full votes say', () => {
  expect(trendOf({ weight: 10, stars: 50 }, 3)).toBe(4);
});
