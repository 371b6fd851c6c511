import { Type } from '@fastify/type-provider-typebox';
import { expiryOf } from '../users/access.js';
import { checkCredentials, enter } from '../users/sign-in.js';
import { Session, SessionOpened } from './account-shapes.js';
import { addressOf } from './address.js';
import { type Api, BASE, type Services } from './api.js';
import { clearCookie } from './cookie.js';
import { viewerOf } from './guard.js';
import { once, onceHeaders } from './once.js';
import { profileOf } from './profile.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { time, timeOrNull } from './write.js';

const Credentials = Type.Object(
  {
    handle: Type.Optional(Type.String({ minLength: 1, maxLength: 300, format: 'term' })),
    email: Type.Optional(Type.String({ minLength: 1, maxLength: 300, format: 'term' })),
    password: Type.String({ maxLength: 2000 }),
  },
  {
    additionalProperties: false,
    minProperties: 2,
    maxProperties: 2,
    description: 'handle takes an e-mail address as well',
    examples: [{ handle: 'ana', password: 'a long pass phrase of yours' }],
  },
);

export function sessionRoutes(app: Api, services: Services): void {
  const { store, passwords, attempts, maker, now } = services;
  const doOnce = once(services);

  app.post(
    `${BASE}/sessions`,
    {
      config: { who: ['ANYONE'], door: 'open', keeping: 'none' },
      schema: {
        operationId: 'signIn',
        tags: ['sessions'],
        summary: 'Sign in with handle or e-mail address',
        headers: onceHeaders,
        body: Credentials,
        response: {
          201: ref(SessionOpened),
          ...refusals(400, 401, 403, 409, 413, 415, 422, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { handle, email, password } = request.body;
      return doOnce(
        request,
        reply,
        async (tx, proven) => {
          const session = await tx.atomically((tx) => enter({ ...tx, maker, now }, proven));
          return {
            status: 201,
            headers: { 'cache-control': 'no-store', location: `${BASE}/sessions/current` },
            session: session.secret,
            body: {
              token: session.secret,
              expiresAt: time(expiryOf(session.token)),
              user: await profileOf(tx, session.user, session.user),
            },
          };
        },
        {
          prepare: () =>
            checkCredentials(
              { users: store.users, passwords, attempts },
              { name: handle ?? email ?? '', password, address: addressOf(request) },
            ),
        },
      );
    },
  );

  app.get(
    `${BASE}/sessions/current`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'getSession',
        tags: ['sessions'],
        summary: 'Who am I, and for how long',
        response: { 200: ref(Session), ...refusals(400, 401, 429) },
      },
    },
    async (request) => {
      const { user, token } = viewerOf(request);
      return {
        expiresAt: timeOrNull(expiryOf(token)),
        user: await profileOf(store, user, user),
      };
    },
  );

  app.delete(
    `${BASE}/sessions/current`,
    {
      config: { who: ['VIEWER'], writes: false },
      schema: {
        operationId: 'signOut',
        tags: ['sessions'],
        summary: 'Sign out: this token is dead at once',
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request, reply) => {
      const { user, token } = viewerOf(request);
      // The demo's tokens are everyone's: nobody signs out for all.
      if (!services.demo || token.kind === 'session') await store.tokens.remove(user.id, token.id);
      clearCookie(reply);
      return reply.code(204).send(null);
    },
  );
}
