import { expect, it } from 'vitest';
import { believable } from './believable.js';
import type { Row, Wish } from './entry.js';
import { viewing } from './told.js';

const NOW = Date.UTC(2026, 2, 1, 12);
const HOUR_MS = 60 * 60_000;
const rating = (ratedAt: number | null): Wish => ({
  kind: 'rating',
  ...{ score: 4, ratedAt, note: null },
});
const row = (...wishes: Wish[]): Pick<Row, 'wishes' | 'aside'> => ({ wishes, aside: null });
const look = (wish: Wish) => believable(row(wish), NOW).aside?.detail ?? null;
const FUTURE = 'Its date lies in the future.';
const LONG_AGO = 'Its date lies too far in the past.';

it.each<[string, Wish, string | null]>([
  ['a rating of no time', rating(null), null],
  ['a rating of now', rating(NOW), null],
  ['a rating of the far east, read as UTC', rating(NOW + 24 * HOUR_MS), null],
  ['a rating of the day after', rating(NOW + 25 * HOUR_MS), FUTURE],
  ['a rating of the first day', rating(Date.UTC(1900, 0, 1)), null],
  ['a rating of before', rating(Date.UTC(1900, 0, 1) - 1), LONG_AGO],
  ['a viewing of no day', viewing({}), null],
  ['a viewing of tomorrow, which somewhere it is', viewing({ watchedOn: '2026-03-02' }), null],
  ['a viewing of the day after', viewing({ watchedOn: '2026-03-03' }), FUTURE],
  ['a viewing of one of the first films', viewing({ watchedOn: '1895-12-28' }), null],
  ['a viewing of before there were films', viewing({ watchedOn: '1873-12-31' }), LONG_AGO],
  ['a viewing logged before 1900', viewing({ loggedAt: Date.UTC(1899, 0, 1) }), LONG_AGO],
  ['a viewing logged next year', viewing({ loggedAt: Date.UTC(2027, 0, 1) }), FUTURE],
  ['a mark of no time', { kind: 'watchlist', addedAt: null }, null],
  ['a mark of next year', { kind: 'favourite', addedAt: Date.UTC(2027, 0, 1) }, FUTURE],
])('%s', (_, wish, detail) => {
  expect(look(wish)).toBe(detail);
});

it('leaves a row whose date is believed as it is, and says nothing of what is set aside', () => {
  const fine = row(rating(NOW));
  expect(believable(fine, NOW)).toBe(fine);
  const late = believable(row(rating(NOW), rating(NOW * 2)), NOW);
  expect(late).toEqual({ wishes: [], aside: { why: 'malformed', detail: FUTURE } });
});
