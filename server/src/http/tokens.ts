import { Type } from '@fastify/type-provider-typebox';
import { fail, failField } from '../problem.js';
import { createToken } from '../users/create-token.js';
import { LONGEST_TOKEN_NAME, TOKEN_SCOPES } from '../users/token.js';
import { AccessToken, AccessTokenMade } from './account-shapes.js';
import { type Api, BASE, type Services } from './api.js';
import { viewerOf } from './guard.js';
import { once, onceHeaders } from './once.js';
import { oneOf, ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { writeToken } from './write.js';

const NewToken = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: LONGEST_TOKEN_NAME,
      format: 'line',
      pattern: '\\S',
    }),
    scope: Type.Optional(oneOf(TOKEN_SCOPES)),
    expiresAt: Type.Optional(Type.Union([Type.String({ format: 'date-time' }), Type.Null()])),
  },
  { additionalProperties: false, examples: [{ name: 'my script', scope: 'read' }] },
);

export function tokenRoutes(app: Api, services: Services): void {
  const { store, maker, now } = services;
  const doOnce = once(services);

  app.get(
    `${BASE}/users/me/tokens`,
    {
      config: { who: ['VIEWER'], keeping: 'none' },
      schema: {
        operationId: 'listTokens',
        tags: ['tokens'],
        summary: 'My access tokens, newest first',
        response: {
          200: Type.Object({
            items: Type.Array(ref(AccessToken)),
            nextCursor: Type.Null(),
            total: Type.Integer(),
          }),
          ...refusals(400, 401, 429),
        },
      },
    },
    async (request) => {
      const items = (await store.tokens.list(viewerOf(request).user.id)).map(writeToken);
      return { items, nextCursor: null, total: items.length };
    },
  );

  app.post(
    `${BASE}/users/me/tokens`,
    {
      config: { who: ['VIEWER'], keeping: 'none' },
      schema: {
        operationId: 'createToken',
        tags: ['tokens'],
        summary: 'A new access token, shown this once',
        headers: onceHeaders,
        body: NewToken,
        response: {
          201: ref(AccessTokenMade),
          ...refusals(400, 401, 403, 409, 413, 415, 422, 429),
        },
      },
    },
    (request, reply) =>
      doOnce(request, reply, async ({ tokens }) => {
        const { name, scope = 'read', expiresAt } = request.body;
        const end = expiresAt == null ? null : Date.parse(expiresAt);
        if (Number.isNaN(end))
          failField('expiresAt', 'format', 'expiresAt is not a time that exists.');
        const wish = { name, scope, expiresAt: end };
        const { secret, ...token } = await createToken(
          { tokens, maker, now },
          viewerOf(request).user,
          wish,
        );
        return {
          status: 201,
          headers: { 'cache-control': 'no-store', location: `${BASE}/users/me/tokens/${token.id}` },
          body: { ...writeToken(token), token: secret },
        };
      }),
  );

  app.delete(
    `${BASE}/users/me/tokens/:token`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'deleteToken',
        tags: ['tokens'],
        summary: 'Revoke an access token: it is dead at once',
        params: Type.Object({
          token: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
        }),
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      const removed = await store.tokens.remove(viewerOf(request).user.id, request.params.token);
      if (!removed) fail({ kind: 'token-not-found' });
      return reply.code(204).send(null);
    },
  );
}
