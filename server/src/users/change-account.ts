import { fail, failField } from '../problem.js';
import { isFresh, type Viewer } from './access.js';
import { lookedAt, type PasswordAttempts, takeAttempt } from './attempts.js';
import { parseEmail } from './email.js';
import { normalisePassword, parsePassword } from './password.js';
import type { Passwords, UserChange, Users } from './ports.js';
import { parseDisplayName } from './sign-up.js';
import type { Privacy, Role, Scale, User } from './user.js';

export type AccountWish = {
  displayName?: string | undefined;
  email?: string | null | undefined;
  scale?: Scale | undefined;
  privacy?: Privacy | undefined;
  password?: string | undefined;
  currentPassword?: string | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
  useForPredictions?: boolean | undefined;
  allowMatching?: boolean | undefined;
};

type Needs = {
  users: Pick<Users, 'change' | 'findForSignIn'>;
  passwords: Passwords;
  attempts: PasswordAttempts;
  now: () => number;
};

/**
 * Changes an account for its owner or an ADMIN. Role and `disabled` are ADMIN's alone; a new password of one's
 * own needs the old one, unless the session is fresh. A new password ends every session and token.
 */
export async function changeAccount(
  needs: Needs,
  { viewer, address }: { viewer: Viewer; address: string },
  subject: User,
  wish: AccountWish,
): Promise<User> {
  if ((wish.role !== undefined || wish.disabled !== undefined) && viewer.user.role !== 'ADMIN') {
    fail({ kind: 'not-allowed', detail: 'Only an ADMIN changes a role or disables an account.' });
  }
  if (wish.currentPassword !== undefined && wish.password === undefined) {
    failField('password', 'required', 'currentPassword goes with a new password.');
  }
  const change: UserChange = {
    scale: wish.scale,
    privacy: wish.privacy,
    role: wish.role,
    disabled: wish.disabled,
    useForPredictions: wish.useForPredictions,
    allowMatching: wish.allowMatching,
  };
  if (wish.displayName !== undefined) change.displayName = parseDisplayName(wish.displayName);
  if (wish.email !== undefined) change.email = wish.email === null ? null : parseEmail(wish.email);
  if (wish.password !== undefined) {
    const password = parsePassword(wish.password, subject.handle);
    const isOwn = viewer.user.id === subject.id;
    const known = await needs.users.findForSignIn(viewer.user.handle);
    const currentHash = known?.passwordHash ?? null;
    if (wish.currentPassword !== undefined) {
      await checkPassword(needs, viewer.user, wish.currentPassword, currentHash, address);
    } else if (isOwn && !isFresh(viewer, needs.now())) {
      fail({ kind: 'password-needed' });
    }
    change.passwordHash = await needs.passwords.hash(password);
    // Who changes it first keeps others out who knew the old one, or had a session.
    if (isOwn) Object.assign(change, { replacing: currentHash, askedBy: viewer.token.id });
  }
  const changed = await needs.users.change(subject.id, change);
  if (changed === 'gone') fail({ kind: 'user-not-found' });
  if (changed === 'outdated') fail({ kind: 'credentials-wrong' });
  if (changed === 'last-admin') fail({ kind: 'last-admin' });
  if ('taken' in changed) fail({ kind: 'email-taken' });
  return changed.user;
}

async function checkPassword(
  { passwords, attempts }: Needs,
  { handle }: User,
  password: string,
  hash: string | null,
  address: string,
): Promise<void> {
  const giveBack = await takeAttempt(attempts, { name: handle, address });
  const verdict = await lookedAt(giveBack, () =>
    passwords.verify(hash, normalisePassword(password)),
  );
  if (verdict === 'wrong') fail({ kind: 'credentials-wrong' });
  await giveBack();
}
