import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../problem.js';
import { authenticate, type Viewer } from '../users/access.js';
import type { Allowance } from '../users/ports.js';
import { maySee, type User, type UserId } from '../users/user.js';
import { addressOf } from './address.js';
import type { Api, Caller, Services } from './api.js';

export const COOKIE = '__Host-halfstar';
export const COOKIE_PLAIN_HTTP = 'halfstar';

/** Browsers keep no `__Host-` cookie of plain http; over https any other may come from a neighbouring host. */
export function cookieName({ protocol }: FastifyRequest): string {
  return protocol === 'https' ? COOKIE : COOKIE_PLAIN_HTTP;
}

/** Only the pages of the documentation, and what is not found, declare nothing; they are nobody's. */
const UNDECLARED: readonly Caller[] = ['ANYONE'];

export const SAFE = new Set<unknown>(['GET', 'HEAD', 'OPTIONS']);
const BEARER = /^Bearer ([\x21-\x7e]+)$/i;
const MINUTE_SECONDS = 60;

/**
 * Before anything is read of a body: who asks, how often, and whether the operation is theirs. Every route
 * declares who may call it; one that does not cannot be registered.
 */
export function guard(app: Api, services: Services): void {
  app.decorateRequest('viewer', null);
  app.decorateRequest('subject', null);

  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.who === undefined) throw new Error(`${method} ${url} does not say who may call it`);
  });

  app.addHook('onRequest', async (request, reply) => {
    const { who = UNDECLARED, door } = request.routeOptions.config;
    if (door === 'unlimited') return;
    const given = credentialsOf(request);
    const token = given?.token ?? null;
    request.viewer = token === null ? null : await authenticate(tokenNeeds(services), token);
    if (services.requestsPerMinute > 0) {
      countIn(reply, services.requestsPerMinute, await services.requests.take(keyOf(request)));
    }
    // A bearer token that is no good is refused even where none is needed: its holder believes to be someone.
    if (given?.by === 'bearer' && request.viewer === null) fail({ kind: 'token-invalid' });
    mayCall(request, who, door === 'open' || services.publicRead || who === UNDECLARED);
    if (request.viewer !== null && !SAFE.has(request.method)) mayWrite(request, given?.by);
    const { user } = request.params as { user?: string };
    if (user !== undefined) await admitToUser(user, request, who, services);
  });
}

function tokenNeeds({ store, maker, now }: Services) {
  return { tokens: store.tokens, maker, now };
}

type Credentials = { by: 'bearer' | 'cookie'; token: string | null };

/** A bearer token counts before a cookie. A header that holds none has a null token. */
function credentialsOf(request: FastifyRequest): Credentials | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    return { by: 'bearer', token: BEARER.exec(authorization)?.[1] ?? null };
  }
  if (request.headers.cookie === undefined) return null;
  const cookie = request.server.parseCookie(request.headers.cookie)[cookieName(request)];
  return cookie === undefined ? null : { by: 'cookie', token: cookie };
}

/** Whether a request says nothing of who sent it. */
export function isAnonymous(request: FastifyRequest): boolean {
  return credentialsOf(request) === null;
}

/** Whose requests are counted together. */
function keyOf(request: FastifyRequest): string {
  const { viewer } = request;
  return viewer === null ? `address ${addressOf(request)}` : `token ${viewer.token.id}`;
}

/** Says what is left of the limit, and refuses whoever is beyond it. */
function countIn(reply: FastifyReply, most: number, { allowed, left, resetSeconds }: Allowance) {
  reply.header('ratelimit-policy', `"default";q=${most};w=${MINUTE_SECONDS}`);
  reply.header('ratelimit', `"default";r=${left};t=${resetSeconds}`);
  if (!allowed) fail({ kind: 'rate-limited', retryAfterSeconds: resetSeconds });
}

function mayCall(request: FastifyRequest, who: readonly Caller[], isOpen: boolean): void {
  if (who.includes('ANYONE') && (isOpen || request.viewer !== null)) return;
  if (request.viewer === null) fail({ kind: 'sign-in-required' });
  if (who.length === 1 && who[0] === 'ADMIN' && request.viewer.user.role !== 'ADMIN') {
    fail({ kind: 'not-allowed', detail: 'Only an ADMIN may do that.' });
  }
}

/** What a cookie brings may have been sent by another site's page: only our own page's requests change things. */
function mayWrite(request: FastifyRequest, by: Credentials['by'] | undefined): void {
  const { writes = true } = request.routeOptions.config;
  if (writes && request.viewer?.token.scope === 'read') fail({ kind: 'read-only-token' });
  if (by !== 'cookie') return;
  const site = request.headers['sec-fetch-site'];
  const own = `${request.protocol}://${request.host}`;
  const trusted = site === undefined ? request.headers.origin === own : site === 'same-origin';
  if (!trusted) fail({ kind: 'cross-site' });
}

/** Finds the user that the path names; who may not see them hears the same as if there were none. */
async function admitToUser(
  name: string,
  request: FastifyRequest,
  who: readonly Caller[],
  services: Services,
) {
  const { viewer } = request;
  const subject = await findSubject(name, viewer, services);
  const owner = viewer !== null && viewer.user.id === subject?.id;
  if (subject === null || !maySee(subject, viewer?.user ?? null)) fail({ kind: 'user-not-found' });
  request.subject = subject;
  if (who.includes('ANYONE') || (who.includes('OWNER') && owner)) return;
  if (who.includes('ADMIN') && viewer?.user.role === 'ADMIN') return;
  fail({ kind: 'not-allowed', detail: 'This belongs to someone else.' });
}

async function findSubject(
  name: string,
  viewer: Viewer | null,
  services: Services,
): Promise<User | null> {
  if (name.toLowerCase() === 'me') return viewer?.user ?? fail({ kind: 'sign-in-required' });
  return findByName(name, 'user', services);
}

/** The user of an id or a handle, whether or not the viewer may see them; null for none. */
export async function findByName(
  name: string,
  parameter: string,
  { store }: Services,
): Promise<User | null> {
  // PostgreSQL cannot even be asked for such a name.
  if (name.includes('\0')) return null;
  if (!/^\d+$/.test(name)) return store.users.findByHandle(name);
  const id = Number(name);
  if (!Number.isSafeInteger(id)) {
    const detail = 'No id is as large as this.';
    fail({
      kind: 'invalid',
      errors: [{ pointer: `#/${parameter}`, code: 'maximum', detail, in: 'path' }],
    });
  }
  return store.users.find(id as UserId);
}

/** The viewer of a route that needs one. */
export function viewerOf(request: FastifyRequest): Viewer {
  return request.viewer ?? fail({ kind: 'sign-in-required' });
}

/** The user of a route whose path names one. */
export function subjectOf(request: FastifyRequest): User {
  return request.subject ?? fail({ kind: 'user-not-found' });
}
