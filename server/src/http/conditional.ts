import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { fail } from '../problem.js';
import type { Api } from './api.js';
import { unpackedTags } from './compress.js';

const ENTITY_TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
/** So long an answer of the catalogue may stand in for one that cannot be had. */
export const STALE_IF_ERROR_SECONDS = 24 * 60 * 60;
const CATALOGUE = `public, max-age=30, stale-while-revalidate=60, stale-if-error=${STALE_IF_ERROR_SECONDS}`;

const OF_ONE = {
  'cache-control': 'private, no-cache',
  vary: 'Accept-Encoding, Authorization, Cookie',
};
/** What is said of every answer of the catalogue, also that it is still the same. */
export const OF_CATALOGUE = { 'cache-control': CATALOGUE, vary: 'Accept-Encoding' };

/** A strong entity tag of a representation, as JSON or as the bytes sent. */
export function tagOf(representation: unknown): string {
  const text = typeof representation === 'string' ? representation : JSON.stringify(representation);
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/**
 * Gives every JSON answer to a GET its `ETag` and `Cache-Control`, and answers 304 to who has it already.
 * What is not public is kept by nobody but the one who asked.
 */
export function conditionalGets(app: Api, publicRead: boolean): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || reply.statusCode !== 200 || typeof payload !== 'string') {
      return done(null, payload);
    }
    const { keeping = 'personal' } = request.routeOptions.config;
    // What is included is the viewer's own.
    const isOwn = (request.query as { include?: string }).include !== undefined;
    const kept = keeping === 'catalogue' && (isOwn || !publicRead) ? 'personal' : keeping;
    if (kept === 'none') {
      reply.header('cache-control', 'no-store');
      return done(null, payload);
    }
    reply.headers(kept === 'catalogue' ? OF_CATALOGUE : OF_ONE);
    const tag = String(reply.getHeader('etag') ?? tagOf(payload));
    reply.header('etag', tag);
    const asked = request.headers['if-none-match'];
    // Mostly it is the one that we sent.
    const isSame = asked !== undefined && (asked === tag || isKnown(unpackedTags(asked), tag));
    if (!isSame) return done(null, payload);
    reply.code(304).removeHeader('content-length').removeHeader('content-type');
    done(null, '');
  });
}

/**
 * Holds a change to `If-Match` and `If-None-Match`: `current` is the tag of what is there, null for nothing.
 * `same` tells when two tags mean the same state; by default, when they are equal.
 */
export function precondition(
  request: FastifyRequest,
  current: string | null,
  same: (tag: string, current: string) => boolean = (tag, now) => tag === now,
): void {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  const matches = (header: string) =>
    current !== null &&
    (header.trim() === '*' || tagsIn(unpackedTags(header)).some((tag) => same(tag, current)));
  if (ifMatch !== undefined && !matches(ifMatch)) fail({ kind: 'precondition-failed' });
  if (ifNoneMatch !== undefined && matches(ifNoneMatch)) fail({ kind: 'precondition-failed' });
}

export function isConditional({ headers }: FastifyRequest): boolean {
  return headers['if-match'] !== undefined || headers['if-none-match'] !== undefined;
}

/** Weak or strong: for a read it is enough that the tag is listed. */
export function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return [...header.matchAll(ENTITY_TAG)].some(([, , opaque]) => `"${opaque}"` === tag);
}

/** The strong tags of a header: a weak one never matches for a change. */
function tagsIn(header: string): string[] {
  return [...header.matchAll(ENTITY_TAG)]
    .filter(([, weak]) => !weak)
    .map(([, , opaque]) => `"${opaque}"`);
}
