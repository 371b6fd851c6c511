import { fail } from '../problem.js';
import { emailKey } from './email.js';
import { handleKey } from './handle.js';
import type { Limits } from './ports.js';

/** How often a wrong password may be given, for one account and from one address. */
export type PasswordAttempts = { byAccount: Limits; byAddress: Limits };
type Attempt = { name: string; address: string };

/**
 * Takes an attempt before the password is looked at, so that many at once cannot slip through, and returns how
 * to give it back when the password was right. Refuses when there is none left.
 */
export async function takeAttempt(
  { byAccount, byAddress }: PasswordAttempts,
  { name, address }: Attempt,
): Promise<() => Promise<void>> {
  const account = accountKey(name);
  const ofAddress = await byAddress.take(address);
  if (!ofAddress.allowed) refuse(ofAddress.resetSeconds);
  const ofAccount = await byAccount.take(account);
  if (!ofAccount.allowed) {
    await byAddress.giveBack(address);
    refuse(ofAccount.resetSeconds);
  }
  return async () => {
    await byAddress.giveBack(address);
    await byAccount.giveBack(account);
  };
}

/** Looks at a password; one that could not be looked at, for there is too much to do, takes no attempt. */
export async function lookedAt<T>(giveBack: () => Promise<void>, look: () => Promise<T>) {
  try {
    return await look();
  } catch (error) {
    await giveBack();
    throw error;
  }
}

function refuse(retryAfterSeconds: number): never {
  fail({ kind: 'too-many-attempts', retryAfterSeconds });
}

/** Names of nobody are counted as well: otherwise the limit would tell who exists. */
function accountKey(name: string): string {
  return emailKey(name).includes('@') ? emailKey(name) : handleKey(name);
}
