import { fail } from '../problem.js';
import { SESSION_ABSOLUTE_MS, type Viewer } from './access.js';
import { type PasswordAttempts, takeAttempt } from './attempts.js';
import { normalisePassword } from './password.js';
import type { Passwords, TokenMaker, Tokens, Users } from './ports.js';
import type { User } from './user.js';

type Needs = {
  users: Pick<Users, 'findForSignIn' | 'change'>;
  passwords: Passwords;
  attempts: PasswordAttempts;
};
type Credentials = { name: string; password: string; address: string };

/**
 * The user who has this name, or e-mail address, and this password. An unknown name and a wrong password are
 * refused alike, and take as long; so many wrong ones for an account or from an address, and the next are not
 * even looked at.
 */
export async function checkCredentials(
  needs: Needs,
  { name, password, address }: Credentials,
): Promise<User> {
  const found = await needs.users.findForSignIn(name);
  // An account has two names, but its attempts only once.
  const account = found?.user.handle ?? name;
  const giveBack = await takeAttempt(needs.attempts, { name: account, address });
  const given = normalisePassword(password);
  const verdict = await needs.passwords.verify(found?.passwordHash ?? null, given);
  if (verdict === 'wrong' || found === null) fail({ kind: 'credentials-wrong' });
  await giveBack();
  if (found.user.disabled) fail({ kind: 'account-disabled' });
  if (verdict === 'stale') {
    await needs.users.change(found.user.id, { rehash: await needs.passwords.hash(given) });
  }
  return found.user;
}

/** A new session of a user, with the only sight of its token there will be. */
export async function openSession(
  { tokens, maker, now }: { tokens: Pick<Tokens, 'add'>; maker: TokenMaker; now: () => number },
  user: User,
): Promise<Viewer & { secret: string }> {
  const at = now();
  const { token: secret, hash } = maker.make();
  const token = await tokens.add(
    {
      userId: user.id,
      kind: 'session',
      name: null,
      scope: 'write',
      hash,
      expiresAt: at + SESSION_ABSOLUTE_MS,
    },
    at,
  );
  return { user, token, secret };
}
