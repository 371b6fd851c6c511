import { fail } from '../problem.js';
import { SESSION_ABSOLUTE_MS, type Viewer } from './access.js';
import { lookedAt, type PasswordAttempts, takeAttempt } from './attempts.js';
import { normalisePassword } from './password.js';
import type { Passwords, TokenMaker, Tokens, Users } from './ports.js';
import type { User } from './user.js';

type Needs = {
  users: Pick<Users, 'findForSignIn' | 'change'>;
  passwords: Passwords;
  attempts: PasswordAttempts;
};
type Credentials = { name: string; password: string; address: string };

/** Who has shown to be whom, by the password that this is the hash of. */
export type Proven = { user: User; passwordHash: string };

/**
 * The user who has this name, or e-mail address, and this password. An unknown name and a wrong password are
 * refused alike, and take as long; so many wrong ones for an account or from an address, and the next are not
 * even looked at.
 */
export async function checkCredentials(
  needs: Needs,
  { name, password, address }: Credentials,
): Promise<Proven> {
  const { users, passwords } = needs;
  let found = await users.findForSignIn(name);
  // An account has two names, but its attempts only once.
  const account = found?.user.handle ?? name;
  const giveBack = await takeAttempt(needs.attempts, { name: account, address });
  const given = normalisePassword(password);
  const verify = () =>
    lookedAt(giveBack, () => passwords.verify(found?.passwordHash ?? null, given));
  let verdict = await verify();
  if (verdict === 'stale' && found !== null) {
    const rehash = await passwords.hash(given);
    await users.change(found.user.id, { rehash, replacing: found.passwordHash });
    // It may be another password by now, or hashed anew by somebody else who came with it.
    found = await users.findForSignIn(name);
    verdict = await verify();
  }
  if (verdict === 'wrong' || found?.passwordHash == null) fail({ kind: 'credentials-wrong' });
  await giveBack();
  const { user, passwordHash } = found;
  if (user.disabled) fail({ kind: 'account-disabled' });
  return { user, passwordHash };
}

type Door = {
  users: Pick<Users, 'lock' | 'findForSignIn'>;
  tokens: Pick<Tokens, 'add'>;
  maker: TokenMaker;
  now: () => number;
};

/**
 * In a transaction, opens a session of who has proven to be someone, if that still holds: a password takes long to check,
 * and may have been changed since to keep this very person out.
 */
export async function enter(door: Door, { user, passwordHash }: Proven) {
  await door.users.lock(user.id);
  const known = await door.users.findForSignIn(user.handle);
  if (known?.passwordHash !== passwordHash) fail({ kind: 'credentials-wrong' });
  if (known.user.disabled) fail({ kind: 'account-disabled' });
  return openSession(door, known.user);
}

/** A new session of a user, with the only sight of its token there will be. */
export async function openSession(
  { tokens, maker, now }: Omit<Door, 'users'>,
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
