import { isVisible } from '../movies/visible.js';
import { failField } from '../problem.js';
import type { TokenMaker, TokenRecord, Tokens } from './ports.js';
import { MOST_TOKENS, type TokenScope } from './token.js';
import type { User } from './user.js';

type Needs = { tokens: Pick<Tokens, 'add' | 'list'>; maker: TokenMaker; now: () => number };
type Wish = { name: string; scope: TokenScope; expiresAt: number | null };

/** An access token for a script or an app, with the only sight of its secret there will be. */
export async function createToken(
  { tokens, maker, now }: Needs,
  user: User,
  { name, scope, expiresAt }: Wish,
): Promise<TokenRecord & { secret: string }> {
  const at = now();
  if (!isVisible(name)) failField('name', 'min-length', 'A token has a name to know it by.');
  if (expiresAt !== null && !(expiresAt > at)) {
    failField('expiresAt', 'minimum', 'expiresAt must be a time to come.');
  }
  if ((await tokens.list(user.id)).length >= MOST_TOKENS) {
    failField('name', 'too-many', `There are ${MOST_TOKENS} tokens already; remove one first.`);
  }
  const { token: secret, hash } = maker.make();
  const token = await tokens.add(
    { userId: user.id, kind: 'access', name: name.trim(), scope, hash, expiresAt },
    at,
  );
  return { ...token, secret };
}
