import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_MODEL } from './model.js';
import { HELD_FACTOR, posterior } from './posterior.js';
import { addVote, emptySums, type Sums } from './sums.js';

const grown = { ...NO_MODEL, noise: 0.8, trust: 4, isYoung: false };

function add(sums: Sums, group: keyof Sums, times: number, stars: number, weight: number): Sums {
  const vote = { stars, weight, experience: weight, steadiness: 1, isNewcomer: false };
  let all = sums;
  for (let i = 0; i < times; i++) all = addVote(all, group, vote, 1);
  return all;
}

describe('a posterior', () => {
  it('is null without a vote', () => {
    expect(posterior(emptySums(), 3, grown)).toBeNull();
  });

  it('is as worked out by hand', () => {
    // (4·3 + 4·0.5·5)/(4 + 2) = 22/6; deviation √(0.8/6).
    const found = posterior(add(emptySums(), 'regular', 4, 5, 0.5), 3, grown)!;
    expect(found.stars).toBeCloseTo(22 / 6, 12);
    expect(found.weight).toBeCloseTo(2, 12);
    expect(found.deviation).toBeCloseTo(Math.sqrt(0.8 / 6), 12);
    expect(found.rank).toBeCloseTo(22 / 6 - 0.5 * Math.sqrt(0.8 / 6), 12);
    expect(found.low).toBeCloseTo(22 / 6 - 1.645 * Math.sqrt(0.8 / 6), 12);
    expect(found.high).toBeCloseTo(22 / 6 + 1.645 * Math.sqrt(0.8 / 6), 12);
    expect(found).toMatchObject({ prior: 3, trust: 4, newcomerFactor: 1 });
  });

  it('gives newcomers a tenth of the weight at most', () => {
    const sums = add(add(emptySums(), 'regular', 9, 4, 1), 'newcomers', 1000, 0, 0.1);
    const found = posterior(sums, 3, grown)!;
    expect(found.newcomerFactor).toBeCloseTo(1 / 100, 12);
    expect(found.weight).toBeCloseTo(10, 9);
    // Beside nobody, as if there were two.
    const alone = posterior(add(emptySums(), 'newcomers', 100, 0, 0.1), 3, grown)!;
    expect(alone.weight).toBeCloseTo(2 / 9, 12);
  });

  it('leaves newcomers alone who are few, or whose service is young', () => {
    const few = add(add(emptySums(), 'regular', 9, 4, 1), 'newcomers', 9, 4, 0.1);
    expect(posterior(few, 3, grown)?.newcomerFactor).toBe(1);
    const many = add(emptySums(), 'newcomers', 100, 0, 0.1);
    expect(posterior(many, 3, { ...grown, isYoung: true })?.newcomerFactor).toBe(1);
  });

  it('counts held votes for next to nothing', () => {
    const some = add(add(emptySums(), 'held', 10, 0, 1), 'regular', 18, 3, 1);
    const found = posterior(some, 3, grown)!;
    expect(found.weight).toBeCloseTo(18 + 10 * HELD_FACTOR, 12);
    expect(found.stars).toBeCloseTo((3 * (4 + 18)) / (4 + 18.5), 12);
    // However many they are, together no more than newcomers: a ninth of 18.
    const many = posterior(add(some, 'held', 10_000, 0, 1), 3, grown)!;
    expect(many.weight).toBeCloseTo(20, 12);
    expect(many.heldFactor).toBeCloseTo(2 / 10_010, 12);
  });

  it('puts many good votes above few better ones', () => {
    const many = posterior(add(emptySums(), 'regular', 3000, 4.1, 0.8), 3.3, grown)!;
    const few = posterior(add(emptySums(), 'regular', 5, 4.6, 0.8), 3.3, grown)!;
    expect(many.stars).toBeGreaterThan(few.stars);
    expect(many.rank).toBeGreaterThan(few.rank);
  });

  it('lies between prior and votes, in its interval, on the scale', () => {
    const stars = fc.double({ min: 0, max: 5, noNaN: true });
    const some = fc.record({
      group: fc.constantFrom<keyof Sums>('regular', 'newcomers', 'held'),
      times: fc.integer({ min: 1, max: 50 }),
      stars,
      weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 5 }), stars, (all, prior) => {
        const sums = all.reduce((s, v) => add(s, v.group, v.times, v.stars, v.weight), emptySums());
        const found = posterior(sums, prior, grown)!;
        const given = [prior, ...all.map((vote) => vote.stars)];
        const slack = 1e-9;
        expect(found.stars).toBeGreaterThanOrEqual(Math.min(...given) - slack);
        expect(found.stars).toBeLessThanOrEqual(Math.max(...given) + slack);
        expect(found.low).toBeLessThanOrEqual(found.stars + slack);
        expect(found.high).toBeGreaterThanOrEqual(found.stars - slack);
        expect(found.low).toBeGreaterThanOrEqual(0);
        expect(found.high).toBeLessThanOrEqual(5);
      }),
    );
  });
});
