import { describe, expect, it } from 'vitest';
import { fieldsRefused } from '../../test/support/refusal.js';
import { parseRatedAt } from './rating.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('the time of a rating', () => {
  it.each([
    ['2026-03-01T12:00:00Z', NOW],
    ['2026-03-01T13:00:00+01:00', NOW],
    ['2026-02-28T19:30:00.250-16:30', NOW + 250],
    ['2026-03-01t12:00:00z', NOW],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59.999Z', -1],
    ['1900-01-01T00:00:00Z', -2_208_988_800_000],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2026-03-01T12:05:00Z', NOW + 5 * 60_000],
  ])('%s is read', (text, at) => {
    expect(parseRatedAt(text, NOW)).toBe(at);
  });

  it.each([
    ['yesterday', 'format'],
    ['', 'format'],
    ['2026', 'format'],
    ['2026-02-01', 'format'],
    ['2026-02-01T12:00:00', 'format'],
    ['March 1, 2026', 'format'],
    ['1', 'format'],
    ['2026-13-01T00:00:00Z', 'format'],
    ['2025-02-29T00:00:00Z', 'format'],
    ['2024-02-30T00:00:00Z', 'format'],
    ['2024-04-31T00:00:00+02:00', 'format'],
    ['2026-01-01T25:00:00Z', 'format'],
    ['2025-12-31T23:59:60Z', 'format'],
    ['1899-12-31T23:59:59.999Z', 'minimum'],
    ['0001-01-01T00:00:00Z', 'minimum'],
    ['2026-03-01T12:05:00.001Z', 'maximum'],
    ['2026-03-01T12:05:00-01:00', 'maximum'],
    ['9999-12-31T23:59:59Z', 'maximum'],
  ])('%s is refused: %s', async (text, code) => {
    expect(await fieldsRefused(() => parseRatedAt(text, NOW))).toEqual([`ratedAt ${code}`]);
  });
});
