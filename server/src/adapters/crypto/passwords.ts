import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { fail } from '../../problem.js';
import type { Passwords } from '../../users/ports.js';

/** For argon2id: 19 MiB, two passes, one lane. */
const OWASP_FIRST_CHOICE = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Two at a time leave the machine to the readers; who would wait longer than a few seconds is sent away. */
const AT_ONCE = 2;
const LONGEST_QUEUE = 60;
const RETRY_AFTER_SECONDS = 5;

/** Argon2id, in threads of its own; a hash made under other parameters is stale. */
export function argonPasswords(parameters = OWASP_FIRST_CHOICE): Passwords {
  const { memoryCost, timeCost, parallelism } = parameters;
  const current = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`;
  const limit = pLimit(AT_ONCE);
  const queued = async <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.pendingCount >= LONGEST_QUEUE) {
      fail({ kind: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    return limit(work);
  };
  // For names of nobody: something to compare with, so that they take as long.
  const decoy = queued(() => hash('a password that nobody has', parameters));

  return {
    hash: (password) => queued(() => hash(password, parameters)),

    async verify(known, password) {
      const against = known ?? (await decoy);
      const right = await queued(() => verify(against, password));
      if (!right || known === null) return 'wrong';
      return known.startsWith(current) ? 'right' : 'stale';
    },
  };
}
