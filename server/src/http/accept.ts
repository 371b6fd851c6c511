import type { FastifyRequest } from 'fastify';
import { BASE } from './api.js';

const TAKES_JSON = /\*\/\*|application\/(\*|json|problem\+json)/i;
const TAKES_EVENTS = /text\/(\*|event-stream)/i;

/** All that the API answers is JSON, but for events: who takes none of it hears so before anything is done. */
export function takesAnswer({ headers: { accept }, url, routeOptions }: FastifyRequest): boolean {
  if (accept === undefined || !url.startsWith(`${BASE}/`) || TAKES_JSON.test(accept)) return true;
  return routeOptions.config.answer === 'events' && TAKES_EVENTS.test(accept);
}
