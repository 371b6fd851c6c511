import type { FastifyRequest } from 'fastify';
import type { Clock, Store } from '../ports.js';
import type { Deed } from '../users/audit.js';
import { subjectOf, viewerOf } from './guard.js';

/** Puts down what the viewer does, in the transaction in which it is done. */
export function putDown(
  request: FastifyRequest,
  { audit }: Pick<Store, 'audit'>,
  now: Clock,
  deed: Pick<Deed, 'action' | 'subject' | 'detail'>,
): Promise<void> {
  return audit.add({ at: now(), actorId: viewerOf(request).user.id, ...deed });
}

/** Whether the user that the path names is who asks: what people do with what is their own is nobody's business. */
export function isOwn(request: FastifyRequest): boolean {
  return viewerOf(request).user.id === subjectOf(request).id;
}
