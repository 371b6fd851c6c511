import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_ABSOLUTE_MS } from '../users/access.js';
import { COOKIE, COOKIE_PLAIN_HTTP, cookieName } from './guard.js';

/** The session for our own page: no script reads it, no other site sends it along with a change. */
export function setCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(cookieName(request), token, {
    path: '/',
    httpOnly: true,
    secure: request.protocol === 'https',
    sameSite: 'lax',
    maxAge: SESSION_ABSOLUTE_MS / 1000,
  });
}

export function clearCookie(reply: FastifyReply): void {
  const options = { path: '/', httpOnly: true, sameSite: 'lax' } as const;
  reply.clearCookie(COOKIE, { ...options, secure: true });
  reply.clearCookie(COOKIE_PLAIN_HTTP, options);
}
