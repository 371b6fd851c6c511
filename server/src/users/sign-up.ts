import { isVisible } from '../movies/visible.js';
import { fail, failField } from '../problem.js';
import { parseEmail } from './email.js';
import { parseHandle } from './handle.js';
import { parsePassword } from './password.js';
import type { Users } from './ports.js';
import { LONGEST_DISPLAY_NAME, type User } from './user.js';

export type SignUpWish = {
  handle: string;
  password: string;
  displayName?: string | null | undefined;
  email?: string | null | undefined;
};

export type CheckedSignUp = {
  handle: string;
  password: string;
  displayName: string;
  email: string | null;
};

/** Refuses what breaks a rule, before anything slow is done with it. */
export function checkSignUp(wish: SignUpWish): CheckedSignUp {
  const handle = parseHandle(wish.handle);
  return {
    handle,
    password: parsePassword(wish.password, handle),
    displayName: wish.displayName == null ? handle : parseDisplayName(wish.displayName),
    email: wish.email == null ? null : parseEmail(wish.email),
  };
}

/** Registers a user whose password is hashed already. The first one is ADMIN; later ones are USER. */
export async function signUp(
  { users, now }: { users: Pick<Users, 'add'>; now: () => number },
  { handle, displayName, email }: CheckedSignUp,
  passwordHash: string,
): Promise<User> {
  const person = { handle, displayName, email, passwordHash, role: 'USER' as const };
  const added = await users.add(person, now());
  if ('taken' in added) fail({ kind: `${added.taken}-taken` });
  return added.user;
}

export function parseDisplayName(text: string): string {
  const name = text.normalize('NFC').trim();
  if (!isVisible(name) || [...name].length > LONGEST_DISPLAY_NAME) {
    failField(
      'displayName',
      'length',
      `A display name has 1 to ${LONGEST_DISPLAY_NAME} characters.`,
    );
  }
  return name;
}
