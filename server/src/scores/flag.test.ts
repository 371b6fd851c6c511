import { expect, it } from 'vitest';
import { type Decision, standingOf } from './flag.js';

const window = (fromAt: number, toAt: number | null, decision: Decision | null) => ({
  fromAt,
  toAt,
  decision,
});

it('holds votes of an open flag, from its first moment to its last', () => {
  const ended = [window(10, 20, null)];
  expect([9, 10, 20, 21].map((at) => standingOf(at, ended))).toEqual([
    'counted',
    'held',
    'held',
    'counted',
  ]);
  expect(standingOf(1e15, [window(10, null, null)])).toBe('held');
});

it('does not ask again what was decided, when another flag reaches back over it', () => {
  const again = window(15, null, null);
  expect(standingOf(18, [window(10, 20, 'genuine'), again])).toBe('counted');
  expect(standingOf(18, [again, window(10, 20, 'attack')])).toBe('aside');
  expect(standingOf(21, [window(10, 20, 'genuine'), again])).toBe('held');
  expect(standingOf(18, [window(10, 20, 'genuine'), window(12, 19, 'attack')])).toBe('aside');
});
