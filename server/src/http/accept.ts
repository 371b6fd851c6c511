import type { FastifyRequest } from 'fastify';
import { BASE } from './api.js';

/** What has no weight at all is not taken. */
const WEIGHED = '(?!\\s*(;[^,;]*)*;\\s*q=0(\\.0*)?\\s*(,|;|$))';
const TAKES_JSON = new RegExp(`(\\*/\\*|application/(\\*|json|problem\\+json))${WEIGHED}`, 'i');
const TAKES_EVENTS = new RegExp(`text/(\\*|event-stream)${WEIGHED}`, 'i');

/** All that the API answers is JSON, but for events: who takes none of it hears so before anything is done. */
export function takesAnswer({ headers: { accept }, url, routeOptions }: FastifyRequest): boolean {
  if (accept === undefined || !url.startsWith(`${BASE}/`) || TAKES_JSON.test(accept)) return true;
  return routeOptions.config.answer === 'events' && TAKES_EVENTS.test(accept);
}
