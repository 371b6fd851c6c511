import { fail } from '../problem.js';
import { maySee, type User } from '../users/user.js';
import { type Companions, MOST_COMPANIONS } from './companions.js';

type Needs = { companions: Pick<Companions, 'add' | 'find'>; now: () => number };

/**
 * Lets someone choose films for both. Whoever is private is named only by whom they let themselves: to everyone else they
 * are not there.
 */
export async function agree(
  { companions, now }: Needs,
  viewer: User,
  other: User | null,
): Promise<{ added: boolean; at: number }> {
  if (other === null || other.disabled) return fail({ kind: 'user-not-found' });
  if (other.id === viewer.id) {
    const detail = 'A companion is someone else.';
    fail({
      kind: 'invalid',
      errors: [{ pointer: '#/companion', code: 'self', detail, in: 'path' }],
    });
  }
  const isKnown = maySee(other, viewer) || (await companions.find(viewer.id, other.id)) !== null;
  if (!isKnown) fail({ kind: 'user-not-found' });
  const added = await companions.add(viewer.id, other.id, now(), MOST_COMPANIONS);
  if (added === null) fail({ kind: 'user-not-found' });
  if (added === 'full') fail({ kind: 'companions-full' });
  return added;
}
