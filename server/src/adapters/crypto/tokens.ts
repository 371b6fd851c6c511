import { createHash, randomBytes } from 'node:crypto';
import type { TokenMaker } from '../../users/ports.js';

const PREFIX = 'hs_';
const RANDOM_BYTES = 32;

/** Tokens of 256 random bits. That much chance needs no slow hash: SHA-256 keeps them from a thief of the database. */
export function opaqueTokens(): TokenMaker {
  const hash = (token: string) => createHash('sha256').update(token).digest('base64url');
  return {
    make() {
      const token = PREFIX + randomBytes(RANDOM_BYTES).toString('base64url');
      return { token, hash: hash(token) };
    },
    hash,
  };
}
