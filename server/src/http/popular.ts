import { Type } from '@fastify/type-provider-typebox';
import { listPopular, type PopularList } from '../catalogue/list-popular.js';
import { MOST_POPULAR_PAGES } from '../catalogue/outside.js';
import { type Api, BASE, type Services } from './api.js';
import { Popular } from './popular-shapes.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { writePopular } from './write.js';

export function popularRoutes(app: Api, services: Services): void {
  const { store, keptPopular, now } = services;

  app.get(
    `${BASE}/popular`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'listPopular',
        tags: ['movies'],
        summary: 'The popular films, at TMDB or here',
        description:
          'Without a key to TMDB, the most rated of the last 30 days and then the best known of the catalogue. ' +
          'Any film of the list can be rated and made a favourite by `tmdb:` and its id.',
        querystring: Type.Object(
          {
            page: Type.Optional(
              Type.Integer({ minimum: 1, maximum: MOST_POPULAR_PAGES, default: 1 }),
            ),
            language: Type.Optional(
              Type.String({ pattern: '^[a-z]{2}(-[A-Z]{2})?$', examples: ['en-US'] }),
            ),
            region: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', examples: ['ES'] })),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(Popular), ...refusals(400, 401, 429, 502, 503, 504) },
      },
    },
    async (request, reply) => {
      const { page = 1, language = null, region = null } = request.query;
      const list = await listPopular(
        { ...store, outside: keptPopular, here: store.popular },
        request.viewer?.user.id ?? null,
        { page, language, region },
      );
      reply.headers(freshness(list, now(), keptPopular?.freshSeconds ?? 0));
      return writePopular(list);
    },
  );
}

/** How old an answer made from outside is, as RFC 9111 and RFC 9211 say it. */
function freshness(
  { kept }: PopularList,
  now: number,
  freshSeconds: number,
): Record<string, string> {
  if (kept === null) return {};
  const age = Math.max(0, Math.floor((now - kept.fetchedAt) / 1000));
  const ttl = freshSeconds - age;
  const status = {
    outside: `tmdb; fwd=miss; stored; ttl=${ttl}`,
    cache: `tmdb; hit; ttl=${ttl}`,
    stale: `tmdb; hit; ttl=${ttl}; detail=upstream-error`,
  };
  return { age: String(age), 'cache-status': status[kept.from] };
}
