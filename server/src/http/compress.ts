import { constants, gzip } from 'node:zlib';
import type { Api } from './api.js';

/** Less than that fits into what is sent at once anyway. */
const LEAST_LENGTH = 1400;
const LEVEL = constants.Z_BEST_SPEED + 3;
const PACKED = /-gzip(?=")/g;

/**
 * Sends long JSON compressed to whoever takes that: a list of films shrinks to a sixth. Only answers to GET, as none of
 * them holds a secret whose length could be guessed from how well it goes with what was asked.
 */
export function compressAnswers(app: Api): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const isLong = typeof payload === 'string' && payload.length >= LEAST_LENGTH;
    if (request.method !== 'GET' || reply.statusCode !== 200 || !isLong) return done(null, payload);
    const accepted = request.headers['accept-encoding'];
    if (accepted === undefined || !takes(String(accepted), 'gzip')) return done(null, payload);
    // Bytes of another encoding are another representation.
    const tag = reply.getHeader('etag');
    if (tag !== undefined) reply.header('etag', String(tag).replace(/"$/, '-gzip"'));
    reply.removeHeader('content-length').header('content-encoding', 'gzip');
    const { kept } = request;
    if (kept?.packed) return done(null, kept.packed);
    gzip(payload, { level: LEVEL }, (error, packed) => {
      if (kept !== null) kept.packed = packed;
      done(error as null, packed);
    });
  });
}

/** A header of entity tags, as if all of them had been sent as they are. */
export function unpackedTags(header: string): string {
  return header.replaceAll(PACKED, '');
}

/** Whether `accepted`, a header, allows an encoding. */
export function takes(accepted: string, encoding: string): boolean {
  return new RegExp(`(^|,)\\s*${encoding}\\s*(;(?!\\s*q=0(\\.0*)?\\s*(,|$))[^,]*)?(,|$)`, 'i').test(
    accepted,
  );
}
