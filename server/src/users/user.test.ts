import { expect, it } from 'vitest';
import { maySee, type User, type UserId } from './user.js';

const ana: User = {
  id: 1 as UserId,
  handle: 'ana',
  displayName: 'Ana',
  email: null,
  role: 'USER',
  scale: 'halves',
  privacy: 'public',
  disabled: false,
  useForPredictions: true,
  allowMatching: true,
  createdAt: 0,
};
const other = { id: 2 as UserId, role: 'USER' } as const;
const admin = { id: 3 as UserId, role: 'ADMIN' } as const;

it('shows a public profile to everyone', () => {
  for (const viewer of [null, other, admin, ana]) expect(maySee(ana, viewer)).toBe(true);
});

it('shows a private profile to its owner and to ADMINs alone', () => {
  const hidden: User = { ...ana, privacy: 'private' };
  expect([null, other, admin, ana].map((viewer) => maySee(hidden, viewer))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
