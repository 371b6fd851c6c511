import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sealer, Store } from '../ports.js';
import { fail } from '../problem.js';
import type { Services } from './api.js';

const DAY_MS = 24 * 60 * 60_000;
export const RECEIPTS_KEPT_MS = DAY_MS;

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

export type Done = { status: number; headers?: Record<string, string>; body: unknown };

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
      const done = await effect(store);
      return reply
        .code(done.status)
        .headers(done.headers ?? {})
        .send(done.body);
    }
    const attempt = attemptOf(request, given, sealer);
    const id = `${attempt.key.scope} ${attempt.key.key}`;
    if (inFlight.has(id)) fail({ kind: 'in-flight' });
    inFlight.add(id);
    try {
      const { done, replayed } = await store.atomically((tx) => doOnce(tx, attempt, effect));
      if (replayed) reply.header('idempotency-replayed', 'true');
      return await reply
        .code(done.status)
        .headers(done.headers ?? {})
        .send(done.body);
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

type Attempt = {
  key: { scope: string; key: string };
  fingerprint: string;
  secret: string;
};

function attemptOf(request: FastifyRequest, given: string, sealer: Sealer): Attempt {
  const body = JSON.stringify(request.body ?? null);
  const who = request.viewer === null ? `address:${request.ip}` : String(request.viewer.user.id);
  const scope = `${who} ${request.method} ${request.url.split('?', 1)[0]}`;
  return {
    key: { scope, key: sealer.fingerprint(`key:${given}`) },
    fingerprint: sealer.fingerprint(`body:${given}:${body}`),
    secret: `${given}:${body}`,
  };
}
