import type { Readable } from 'node:stream';
import { fail, Refusal } from '../problem.js';

const WINDOW_MS = 30_000;
/** 140 kbit/s: the largest upload takes an hour then. */
const LEAST_A_WINDOW = 512 * 1024;

/**
 * A body as it comes, however long it takes; refuses one that breaks off, or hardly moves. Who reads it no more leaves
 * the connection to the answer.
 */
export async function* arriving(body: Readable | undefined): AsyncIterable<Uint8Array> {
  if (body === undefined) return;
  const pieces = body.iterator({ destroyOnReturn: false });
  let moved = 0;
  let watch: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    watch = setInterval(() => {
      if (moved < LEAST_A_WINDOW) reject(new Refusal({ kind: 'request-timeout' }));
      moved = 0;
    }, WINDOW_MS);
  });
  // It may stall when nobody waits any more.
  stalled.catch(() => {});
  try {
    for (;;) {
      const { done, value } = await Promise.race([next(pieces), stalled]);
      if (done) return;
      moved += value.byteLength;
      yield value;
    }
  } finally {
    clearInterval(watch);
  }
}

async function next(
  pieces: AsyncIterator<Uint8Array>,
): Promise<IteratorResult<Uint8Array, undefined>> {
  try {
    return await pieces.next();
  } catch {
    brokenOff();
  }
}

export function brokenOff(): never {
  fail({ kind: 'malformed', code: 'broken-off', detail: 'The body broke off.' });
}
