import type { TokenMaker, TokenRecord, Tokens } from './ports.js';
import type { User } from './user.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const SESSION_IDLE_MS = 12 * HOUR_MS;
export const SESSION_ABSOLUTE_MS = 30 * 24 * HOUR_MS;
/** A use is written down at most so often: reading must not cost a write each time. */
const TOUCH_EVERY_MS = MINUTE_MS;
/** So long after signing in, a session still proves that its holder knows the password. */
const FRESH_MS = 15 * MINUTE_MS;

/** Who is asking, and with what. */
export type Viewer = { user: User; token: TokenRecord };

type Needs = { tokens: Pick<Tokens, 'find' | 'touch'>; maker: TokenMaker; now: () => number };

/** The viewer behind a token; null when it is unknown, expired, idle too long, or its user is disabled. */
export async function authenticate(needs: Needs, token: string): Promise<Viewer | null> {
  const at = needs.now();
  const found = await needs.tokens.find(needs.maker.hash(token));
  if (found === null || found.user.disabled || at >= expiryOf(found.token)) return null;
  if (at - (found.token.lastUsedAt ?? 0) >= TOUCH_EVERY_MS) {
    // Nobody is turned away because this could not be written down.
    await needs.tokens.touch(found.token.id, at).catch(() => undefined);
    return { user: found.user, token: { ...found.token, lastUsedAt: at } };
  }
  return found;
}

/** When a token ends if it is not used again, in milliseconds; Infinity for one without an end. */
export function expiryOf(token: TokenRecord): number {
  const end = token.expiresAt ?? Number.POSITIVE_INFINITY;
  if (token.kind === 'access') return end;
  return Math.min(end, (token.lastUsedAt ?? token.createdAt) + SESSION_IDLE_MS);
}

/** Whether the viewer gave the password a moment ago. */
export function isFresh({ token }: Viewer, now: number): boolean {
  return token.kind === 'session' && now - token.createdAt < FRESH_MS;
}
