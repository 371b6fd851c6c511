import type { Clock, Store } from './ports.js';
import type { TokenMaker } from './users/ports.js';

/** Known to everyone: they exist where nothing is kept, and nowhere else. */
export const DEMO_USERS = [
  { handle: 'admin', displayName: 'Admin', role: 'ADMIN', token: 'abcdef1234567890' },
  { handle: 'consumer', displayName: 'Consumer', role: 'USER', token: '1234567890' },
] as const;

/** Adds the two demo users to an empty database: ids 1 and 2, without passwords. */
export async function addDemoUsers({
  store,
  maker,
  now,
}: {
  store: Store;
  maker: TokenMaker;
  now: Clock;
}): Promise<void> {
  for (const { handle, displayName, role, token } of DEMO_USERS) {
    const person = { handle, displayName, role, email: null, passwordHash: null };
    const added = await store.users.add(person, now());
    if ('taken' in added) throw new Error('demo mode needs an empty database');
    await store.tokens.add(
      {
        userId: added.user.id,
        kind: 'access',
        name: 'demo',
        scope: 'write',
        hash: maker.hash(token),
        expiresAt: null,
      },
      now(),
    );
  }
}
