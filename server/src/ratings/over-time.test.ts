import { describe, expect, it } from 'vitest';
import { byYear, lastMonths } from './over-time.js';
import { parseStars } from './stars.js';

/** Ratings on days like `2026-03-01`, the oldest first. */
function rated(...days: [day: string, ...stars: number[]][]) {
  return days.map(([day, ...stars]) => ({
    day: Date.parse(day) / 86_400_000,
    count: stars.length,
    sum: stars.reduce((sum, value) => sum + parseStars(value), 0),
  }));
}

describe('ratings by year', () => {
  it('are added up, the oldest first, without years that have none', () => {
    const days = rated(
      ['1900-01-01', 1],
      ['1969-12-31', 0],
      ['2024-01-01', 2, 4],
      ['2024-12-31', 5],
      ['2026-01-01', 3],
    );
    expect(byYear(days)).toEqual([
      { year: 1900, count: 1, mean: 1 },
      { year: 1969, count: 1, mean: 0 },
      { year: 2024, count: 3, mean: 11 / 3 },
      { year: 2026, count: 1, mean: 3 },
    ]);
  });

  it('are none of nothing', () => {
    expect(byYear([])).toEqual([]);
  });
});

describe('the last 24 months', () => {
  it('end with this one, and have those without a rating too', () => {
    const days = rated(
      ['2024-03-31', 5],
      ['2024-04-01', 4],
      ['2025-12-31', 1],
      ['2026-03-01', 2, 3],
      ['2026-03-31', 5],
      ['2026-04-01', 1],
    );
    const months = lastMonths(days, Date.parse('2026-03-31T23:59:59.999Z'));
    expect(months).toHaveLength(24);
    expect(months[0]).toEqual({ month: '2024-04', count: 1, mean: 4 });
    expect(months.at(-1)).toEqual({ month: '2026-03', count: 3, mean: 10 / 3 });
    expect(months.filter(({ count }) => count > 0).map(({ month }) => month)).toEqual([
      '2024-04',
      '2025-12',
      '2026-03',
    ]);
    expect(months[1]).toEqual({ month: '2024-05', count: 0, mean: null });
  });

  it('are each once, also from the last day of a long month', () => {
    for (const now of ['2024-02-29', '2026-03-31', '2025-12-31', '2026-01-01']) {
      const months = lastMonths([], Date.parse(now)).map(({ month }) => month);
      expect(new Set(months).size).toBe(24);
      expect(months).toEqual([...months].sort());
      expect(months.at(-1)).toBe(now.slice(0, 7));
    }
  });
});
