import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPrior, type MovieFacts, type Prior, priorOf } from './prior.js';

/** To its end. */
function finished(...given: Parameters<typeof fitPrior>) {
  const steps = fitPrior(...given);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const prior: Prior = { base: 3, genres: { Drama: 0.4, Horror: -0.5 }, year: 0.2, yearSquared: 0.1 };

describe('a prior', () => {
  it.each<[string, MovieFacts, number]>([
    ['of nothing known', { genres: [], year: null }, 3],
    ['of 1980', { genres: [], year: 1980 }, 3],
    ['of 2000', { genres: [], year: 2000 }, 3.3],
    ['of genres', { genres: ['Drama', 'Horror'], year: 1980 }, 2.9],
    ['of one genre twice', { genres: ['Drama', 'Drama'], year: null }, 3.4],
    ['of a genre never met', { genres: ['constructor', 'Western'], year: null }, 3],
    ['of before what is known', { genres: [], year: 1890 }, 3 - 0.5 + 0.625],
  ])('%s', (_, facts, stars) => {
    expect(priorOf(facts, { prior })).toBeCloseTo(stars, 12);
  });

  it('stays on the scale', () => {
    const facts = { genres: ['Drama'], year: null };
    expect(priorOf(facts, { prior: { ...prior, base: 9 } })).toBe(5);
    expect(priorOf(facts, { prior: { ...prior, base: -9 } })).toBe(0);
  });
});

describe('fitting a prior', () => {
  it('finds nothing of nothing', () => {
    const fitted = finished([], { mean: 3.2, noise: 0.8 });
    expect(fitted).toEqual({
      prior: { base: 3.2, genres: {}, year: 0, yearSquared: 0 },
      spread: 0,
      weight: 0,
    });
  });

  it('takes no notice of movies with fewer than three ratings', () => {
    const facts = { genres: ['Drama'], year: 1990 };
    const fitted = finished([{ facts, ratings: 2, deviation: 2 }], { mean: 3, noise: 0.8 });
    expect(fitted.prior.genres).toEqual({});
  });

  it('finds what movies were made of', () => {
    const movies = Array.from({ length: 4000 }, (_, i) => {
      const facts = {
        genres: ['Drama', 'Horror'].filter((_, bit) => (i >> bit) & 1),
        year: 1940 + (i % 80),
      };
      return { facts, ratings: 100, deviation: priorOf(facts, { prior }) - 3 };
    });
    const { prior: found, spread } = finished(movies, { mean: 3, noise: 0 });
    expect(found.base).toBeCloseTo(3, 2);
    expect(found.genres.Drama).toBeCloseTo(0.4, 2);
    expect(found.genres.Horror).toBeCloseTo(-0.5, 2);
    expect(found.year).toBeCloseTo(0.2, 2);
    expect(found.yearSquared).toBeCloseTo(0.1, 2);
    expect(spread).toBeCloseTo(0, 4);
  });

  it('survives JSON, whatever genres are called', () => {
    const genres = fc.array(fc.oneof(fc.string(), fc.constant('__proto__')), { maxLength: 3 });
    const movies = fc.array(genres, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(movies, (all) => {
        const rated = all.map((some, i) => ({
          facts: { genres: some, year: null },
          ratings: 50,
          deviation: (i % 3) - 1,
        }));
        const { prior: found } = finished(rated, { mean: 3, noise: 0.8 });
        const again: Prior = JSON.parse(JSON.stringify(found));
        for (const { facts } of rated) {
          expect(priorOf(facts, { prior: again })).toBe(priorOf(facts, { prior: found }));
        }
      }),
    );
  });
});
