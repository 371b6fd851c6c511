import type { FastifyReply, FastifyRequest } from 'fastify';
import { packedTag, wantsPacked } from './compress.js';
import { OF_CATALOGUE } from './conditional.js';
import { type FlatHeaders, flat } from './headers.js';
import type { KeptAnswer } from './kept-answers.js';

const COMMON = flat(OF_CATALOGUE);
const OF_LIMIT = ['ratelimit-policy', 'ratelimit'];

/**
 * Sends a kept answer past the hooks that make one ready: they did so when it was made. `said` is what every answer
 * says. False, and nothing sent, where they have something left to do: to compress it for the first time, to look for
 * its tag in a list, or to say that what is included is the viewer's own.
 */
export function sendAgain(
  request: FastifyRequest,
  reply: FastifyReply,
  kept: KeptAnswer,
  said: FlatHeaders,
): boolean {
  const { etag = '', link, 'content-type': type = '' } = kept.headers;
  const known = request.headers['if-none-match'];
  // Mostly it is the one that we sent.
  const isOther = known !== undefined && known !== etag;
  if (isOther || (request.query as { include?: string }).include !== undefined) return false;
  said.push(...COMMON);
  if (link !== undefined) said.push('link', link);
  for (const name of OF_LIMIT) {
    const value = reply.getHeader(name);
    if (value !== undefined) said.push(name, String(value));
  }
  if (known !== undefined) return end(reply, 304, [...said, 'etag', etag], null);
  said.push('content-type', type);
  if (!wantsPacked(request, kept.payload)) {
    kept.bytes ??= Buffer.from(kept.payload);
    return end(reply, 200, [...said, 'etag', etag], kept.bytes);
  }
  if (kept.packed === null) return false;
  const packed = ['etag', packedTag(etag), 'content-encoding', 'gzip'];
  return end(reply, 200, [...said, ...packed], kept.packed);
}

function end(reply: FastifyReply, status: number, headers: FlatHeaders, body: Buffer | null): true {
  const { raw } = reply.hijack();
  if (body !== null) headers.push('content-length', String(body.length));
  raw.writeHead(status, headers);
  raw.end(body);
  return true;
}
