import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RECEIPTS_KEPT_MS, type Sealer, type Store } from '../ports.js';
import { fail } from '../problem.js';
import type { Services } from './api.js';
import { setCookie } from './cookie.js';

/** The header of a POST that is to be done once, however often it is sent. */
export const onceHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description:
        'The same key with the same body within a day does nothing again and answers the same',
    }),
  ),
});

/** `session` is the token of one just opened, which also goes into a cookie. */
export type Done = {
  status: number;
  headers?: Record<string, string>;
  session?: string;
  body: unknown;
};

/**
 * Does a POST once. Without an `Idempotency-Key` it is simply done. With one, the answer is kept in the same
 * transaction as the effect; a repetition is answered from it. What is kept can only be read with the key and
 * the body it came with, since it may hold a token.
 */
export function once({ store, sealer, now }: Pick<Services, 'store' | 'sealer' | 'now'>) {
  const inFlight = new Set<string>();

  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    effect: (store: Store) => Promise<Done>,
  ) => {
    const given = request.headers['idempotency-key'];
    if (typeof given !== 'string') {
      return send(request, reply, await effect(store));
    }
    const attempt = attemptOf(request, given, sealer);
    const id = `${attempt.key.scope} ${attempt.key.key}`;
    if (inFlight.has(id)) fail({ kind: 'in-flight' });
    inFlight.add(id);
    try {
      const { done, replayed } = await store.atomically((tx) => doOnce(tx, attempt, effect));
      if (replayed) reply.header('idempotency-replayed', 'true');
      return await send(request, reply, done);
    } finally {
      inFlight.delete(id);
    }
  };

  async function doOnce(tx: Store, attempt: Attempt, effect: (store: Store) => Promise<Done>) {
    const at = now();
    const kept = await tx.receipts.find(attempt.key, at - RECEIPTS_KEPT_MS);
    if (kept !== null) {
      const answer = sealer.open(kept.answer, attempt.secret);
      if (kept.fingerprint !== attempt.fingerprint || answer === null) fail({ kind: 'key-reused' });
      return { done: JSON.parse(answer) as Done, replayed: true };
    }
    const done = await effect(tx);
    const answer = sealer.seal(JSON.stringify(done), attempt.secret);
    await tx.receipts.add(attempt.key, { fingerprint: attempt.fingerprint, answer }, at);
    return { done, replayed: false };
  }
}

function send(request: FastifyRequest, reply: FastifyReply, done: Done) {
  if (done.session !== undefined) setCookie(request, reply, done.session);
  return reply
    .code(done.status)
    .headers(done.headers ?? {})
    .send(done.body);
}

type Attempt = {
  key: { scope: string; key: string };
  fingerprint: string;
  secret: string;
};

function attemptOf(request: FastifyRequest, given: string, sealer: Sealer): Attempt {
  const body = textOf(request.body);
  const who = request.viewer === null ? `address:${request.ip}` : String(request.viewer.user.id);
  const scope = `${who} ${request.method} ${request.url.split('?', 1)[0]}`;
  return {
    key: { scope, key: sealer.fingerprint(`key:${given}`) },
    fingerprint: sealer.fingerprint(`body:${given}:${body}`),
    secret: `${given}:${body}`,
  };
}

function textOf(body: unknown): string {
  try {
    return JSON.stringify(body ?? null);
  } catch {
    // Read without recursion, written with it.
    fail({ kind: 'malformed', code: 'json', detail: 'The body is nested too deeply.' });
  }
}
