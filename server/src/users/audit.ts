import type { Page, PageRequest } from '../page.js';
import type { User, UserId } from './user.js';

/** What an ADMIN did to what is not theirs alone. `subject` names it: `user:3`, `movie:12`, `flag:5`. */
export type Deed = {
  at: number;
  actorId: UserId;
  action:
    | 'role-changed'
    | 'user-disabled'
    | 'user-enabled'
    | 'user-changed'
    | 'user-deleted'
    | 'favourites-cleared'
    | 'movie-deleted'
    | 'movie-merged'
    | 'rating-removed'
    | 'flag-decided'
    | 'flag-decision-withdrawn';
  subject: string;
  /** As JSON can say it. */
  detail: Record<string, string | number | null>;
};

/** A deed as it was put down; `actor` is null once they are gone. */
export type AuditEntry = Pick<Deed, 'at' | 'subject' | 'detail'> & {
  id: number;
  actor: Pick<User, 'id' | 'handle'> | null;
  action: string;
};

/** What was done, by whom. Nothing of it is ever changed or removed. */
export type Audit = {
  add(deed: Deed): Promise<void>;

  /** Newest first. */
  list(page: PageRequest): Promise<Page<AuditEntry>>;
};

const FIELDS = [
  'displayName',
  'email',
  'scale',
  'privacy',
  'useForPredictions',
  'allowMatching',
] as const;

/**
 * What is put down of a change to an account: who may do more or less than before, or nothing at all; and of what an
 * ADMIN does to another's, which fields are others now, never what is in them.
 */
export function deedsOfChange(
  before: User,
  after: User,
  { isOwn, isPasswordNew }: { isOwn: boolean; isPasswordNew: boolean },
): Pick<Deed, 'action' | 'detail'>[] {
  const deeds: Pick<Deed, 'action' | 'detail'>[] = [];
  if (before.role !== after.role) {
    deeds.push({ action: 'role-changed', detail: { role: after.role, before: before.role } });
  }
  if (before.disabled !== after.disabled) {
    deeds.push({ action: after.disabled ? 'user-disabled' : 'user-enabled', detail: {} });
  }
  const fields: string[] = FIELDS.filter((field) => before[field] !== after[field]);
  if (isPasswordNew) fields.push('password');
  if (!isOwn && fields.length > 0) {
    deeds.push({ action: 'user-changed', detail: { fields: fields.join(', ') } });
  }
  return deeds;
}
