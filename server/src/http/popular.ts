import { Type } from '@fastify/type-provider-typebox';
import { listPopular, type PopularList } from '../catalogue/list-popular.js';
import { type Api, BASE, type Services } from './api.js';
import { Popular, pageAndLanguage } from './popular-shapes.js';
import { reading } from './reading.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { including, predictionsOfFilms } from './with-predictions.js';
import { writePopular } from './write.js';

export function popularRoutes(app: Api, services: Services): void {
  const { keptPopular, now } = services;

  app.get(
    `${BASE}/popular`,
    {
      config: { who: ['ANYONE'], standsIn: true },
      schema: {
        operationId: 'listPopular',
        tags: ['movies'],
        summary: 'The popular films, at TMDB or here',
        description:
          'Without a key to TMDB, the most rated of the last 30 days and then the best known of the catalogue. ' +
          'Any film of the list can be rated and made a favourite by `tmdb:` and its id.',
        querystring: Type.Object(
          {
            ...pageAndLanguage,
            ...including,
            region: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', examples: ['ES'] })),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(Popular), ...refusals(400, 401, 429, 502, 503, 504) },
      },
    },
    async (request, reply) => {
      const { page = 1, language = null, region = null } = request.query;
      const viewerId = request.viewer?.user.id ?? null;
      const list = await reading(request, services, (from) =>
        listPopular({ ...from, outside: keptPopular, here: from.popular }, viewerId, {
          page,
          language,
          region,
        }),
      );
      reply.headers(freshness(list, now(), keptPopular?.freshSeconds ?? 0));
      return writePopular(list, await predictionsOfFilms(request, services, list.items));
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
