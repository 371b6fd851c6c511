import { argonPasswords } from '../../src/adapters/crypto/passwords.js';
import { opaqueTokens } from '../../src/adapters/crypto/tokens.js';
import type { NewUser } from '../../src/users/ports.js';
import { PASSWORD, QUICK_PASSWORDS, type Service, type Someone } from './service.js';

/** Someone with a token that may write, and with others that may not, or no longer count. */
export type Person = Someone & { read: string; revoked: string; expired: string };

const maker = opaqueTokens();
const passwords = argonPasswords(QUICK_PASSWORDS);
let hash: Promise<string> | undefined;

/** Straight into the store: a hundred people a second, where signing up is slow on purpose. */
export async function addPerson(
  { store }: Pick<Service, 'store'>,
  handle: string,
  more: Partial<NewUser> = {},
): Promise<Person> {
  hash ??= passwords.hash(PASSWORD);
  const person = { handle, displayName: handle, email: null, role: 'USER' as const, ...more };
  const added = await store.users.add({ passwordHash: await hash, ...person }, Date.now());
  if ('taken' in added) throw new Error(`the ${added.taken} of ${handle} is taken`);
  const { id } = added.user;

  const give = async (scope: 'read' | 'write', expiresAt: number | null = null) => {
    const { token, hash } = maker.make();
    const record = { userId: id, kind: 'access' as const, name: 'test', scope, hash, expiresAt };
    const { id: tokenId } = await store.tokens.add(record, Date.now());
    return { token, tokenId };
  };
  const revoked = await give('write');
  await store.tokens.remove(id, revoked.tokenId);
  return {
    id,
    handle,
    token: (await give('write')).token,
    read: (await give('read')).token,
    revoked: revoked.token,
    expired: (await give('write', Date.now() - 1)).token,
  };
}
