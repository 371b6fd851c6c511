import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { Type } from '@fastify/type-provider-typebox';
import type { FastifyContextConfig, FastifySchema } from 'fastify';
import { fail } from '../problem.js';
import { type Api, BASE, type Caller } from './api.js';
import { BYTES } from './bodies.js';
import { SAFE } from './guard.js';
import { explainProblem } from './problem-pages.js';
import { refusals } from './shapes.js';
import { TMDB_ATTRIBUTION } from './write.js';

const OPEN = { who: ['ANYONE'], door: 'open', keeping: 'catalogue' } as const;

/** Collects the routes that follow into an OpenAPI document, and shows it on a page that can try them. */
export async function docs(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Halfstar',
        version: '1.0.0',
        summary: 'Rate films from 0 to 5 stars; get scores that explain themselves.',
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: TAGS,
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'The token of POST /api/v1/sessions, or an access token.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`),
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: {
        ...schema,
        ...rolesOf(route.config?.who ?? []),
        ...(route.config?.body === 'bytes' && A_FILE),
        response: {
          ...answersOf(route.method, schema),
          ...(isConditional(route) && NOT_MODIFIED),
          // Without the database, and when there is too much to do, all of them say so.
          ...(url.startsWith(BASE) && refusals(406, 503)),
          // Bodies are looked at before an operation is asked whether it takes one.
          ...(!SAFE.has(route.method) && refusals(413, 415)),
        },
      },
    }),
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: PAGE_CSP,
    uiConfig: { persistAuthorization: true, tryItOutEnabled: true, docExpansion: 'list' },
    theme: { title: 'Halfstar API' },
  });
}

/** Not held against a schema: it is read as it comes. */
const A_FILE = { consumes: [BYTES], body: { type: 'string', format: 'binary' } };

const ANSWERS: Record<string, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Begun; it goes on in the background',
  204: 'Done; the answer is empty',
  503: 'Not ready; the parts say why',
};

/** Says what each answer is that does not say it itself; to a GET, what the summary names. */
function answersOf(method: unknown, { response, summary }: FastifySchema) {
  const answers = Object.entries((response ?? {}) as Record<string, object>);
  return Object.fromEntries(
    answers.map(([status, answer]) => {
      const description = method === 'GET' && status === '200' ? summary : ANSWERS[status];
      return [status, { description, ...answer }];
    }),
  );
}

const NOT_MODIFIED = { 304: { description: 'Still as If-None-Match has it', type: 'null' } };

function isConditional({ method, config }: { method: unknown; config?: FastifyContextConfig }) {
  return method === 'GET' && config?.keeping !== 'none';
}

const PAGE_CSP = {
  'default-src': "'self'",
  'img-src': "'self' data:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
};

const DESCRIPTION = [
  'Stars go from 0 to 5 in steps of 0.05, and come back exactly as given.',
  'Sign up, sign in, and send the token as `Authorization: Bearer …`.',
  'Whatever is refused is answered with a problem document (RFC 9457), whose `type` is a page that explains it.',
  `Popular films, and facts of films, come from TMDB where there is a key to it. ${TMDB_ATTRIBUTION}`,
].join('\n\n');

const TAGS = [
  { name: 'movies', description: 'Films: search, facts, scores' },
  { name: 'ratings', description: 'Who gave which film how many stars' },
  { name: 'favourites', description: 'Films kept close' },
  { name: 'predictions', description: 'Films you will like, alone and together' },
  { name: 'viewings', description: 'When who saw which film, and what they mean to see' },
  {
    name: 'imports',
    description: 'Histories from elsewhere: uploaded, looked at, applied, undone',
  },
  { name: 'users', description: 'Accounts and profiles' },
  { name: 'sessions', description: 'Signing in and out' },
  { name: 'tokens', description: 'Access tokens for scripts and apps' },
  { name: 'moderation', description: 'Unusual votes, and what ADMINs did' },
  { name: 'service', description: 'How the service is' },
];

/** Who may call the operation, and whether it takes a token: for ANYONE it may, but need not. */
function rolesOf(who: readonly Caller[]) {
  const security = who.includes('ANYONE') ? [{}, { bearer: [] }] : [{ bearer: [] }];
  return { 'x-roles': [...who], security };
}

export function docsRoutes(app: Api): void {
  const hidden = { config: OPEN, schema: { hide: true } };
  app.get(BASE, hidden, (_request, reply) => reply.redirect('/docs/'));

  app.get('/openapi.json', hidden, () => app.swagger());

  app.get(
    '/problems/:kind',
    { config: OPEN, schema: { hide: true, params: Type.Object({ kind: Type.String() }) } },
    (request, reply) => {
      const page = explainProblem(request.params.kind) ?? fail({ kind: 'not-found' });
      return reply.type('text/html; charset=utf-8').send(page);
    },
  );
}
