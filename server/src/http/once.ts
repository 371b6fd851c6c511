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

type How<Prepared> = {
  /** What is slow, or counted: done before the transaction, and not for a repetition. */
  prepare: () => Promise<Prepared>;
  /** Takes back what was prepared, where another process was quicker. */
  discard?: (prepared: Prepared) => Promise<unknown>;
  /** What is to be the same when it is sent again; the body unless this says otherwise. */
  told?: unknown;
};
const PREPARE_NOTHING = { prepare: async () => undefined as never };

/**
 * Does a POST once. Without an `Idempotency-Key` it is simply done. With one, the answer is kept in the same
 * transaction as the effect; a repetition is answered from it. What is kept can only be read with the key and
 * the body it came with, since it may hold a token.
 */
export function once({ store, sealer, now }: Pick<Services, 'store' | 'sealer' | 'now'>) {
  const inFlight = new Set<string>();

  return async <Prepared = void>(
    request: FastifyRequest,
    reply: FastifyReply,
    effect: (store: Store, prepared: Prepared) => Promise<Done>,
    { prepare, discard, told = request.body }: How<Prepared> = PREPARE_NOTHING,
  ) => {
    const given = request.headers['idempotency-key'];
    if (typeof given !== 'string') {
      return send(request, reply, await effect(store, await prepare()));
    }
    const attempt = attemptOf(request, given, told, sealer);
    const id = `${attempt.key.scope} ${attempt.key.key}`;
    if (inFlight.has(id)) fail({ kind: 'in-flight' });
    inFlight.add(id);
    try {
      const kept = await findKept(store, attempt);
      const done = kept ?? (await doOnce(attempt, effect, await prepare(), discard));
      if (kept !== null) reply.header('idempotency-replayed', 'true');
      return await send(request, reply, done);
    } finally {
      inFlight.delete(id);
    }
  };

  async function findKept({ receipts }: Store, attempt: Attempt): Promise<Done | null> {
    const kept = await receipts.find(attempt.key, now() - RECEIPTS_KEPT_MS);
    if (kept === null) return null;
    const answer = sealer.open(kept.answer, attempt.secret);
    if (kept.fingerprint !== attempt.fingerprint || answer === null) fail({ kind: 'key-reused' });
    return JSON.parse(answer);
  }

  async function doOnce<Prepared>(
    attempt: Attempt,
    effect: (store: Store, prepared: Prepared) => Promise<Done>,
    prepared: Prepared,
    discard: How<Prepared>['discard'],
  ): Promise<Done> {
    let isUsed = false;
    try {
      return await store.atomically(async (tx) => {
        isUsed = await tx.receipts.claim(attempt.key, now() - RECEIPTS_KEPT_MS, now());
        // Another process was quicker.
        if (!isUsed) return (await findKept(tx, attempt)) ?? fail({ kind: 'in-flight' });
        const done = await effect(tx, prepared);
        const answer = sealer.seal(JSON.stringify(done), attempt.secret);
        await tx.receipts.add(attempt.key, { fingerprint: attempt.fingerprint, answer }, now());
        return done;
      });
    } finally {
      // What is left of it is no reason to keep the answer from anyone.
      if (!isUsed) await discard?.(prepared).catch(() => {});
    }
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

function attemptOf(request: FastifyRequest, given: string, told: unknown, sealer: Sealer): Attempt {
  const body = textOf(told);
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
