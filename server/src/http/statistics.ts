import { type Static, Type } from '@fastify/type-provider-typebox';
import {
  type Disagreement,
  type ProfileStatistics,
  profileStatistics,
} from '../ratings/profile-statistics.js';
import { writeStars } from '../ratings/stars.js';
import { type Api, BASE, type Services } from './api.js';
import { subjectOf } from './guard.js';
import { reading } from './reading.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { Statistics } from './statistics-shapes.js';
import { writeTally } from './write.js';

export function statisticsRoutes(app: Api, services: Services): void {
  app.get(
    `${BASE}/users/:user/statistics`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'getStatistics',
        tags: ['users'],
        summary: 'What a user’s ratings tell',
        description:
          'By genre, decade, year, director and actor (from two movies on, twenty at most), each by count, then mean, then ' +
          'name; beside everyone else; how the scale is used; over time.',
        params: Type.Object({ user: Type.String() }),
        response: { 200: ref(Statistics), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request) => {
      const { id } = subjectOf(request);
      const told = await reading(request, services, ({ statistics }) =>
        profileStatistics({ statistics, now: services.now }, id),
      );
      return writeStatistics(told);
    },
  );
}

function writeStatistics({
  tally,
  crowd,
  percentiles,
  ...rest
}: ProfileStatistics): Static<typeof Statistics> {
  return {
    ...writeTally(tally),
    ...rest,
    crowd: {
      ...crowd,
      higher: crowd.higher.map(writeDisagreement),
      lower: crowd.lower.map(writeDisagreement),
    },
    percentiles: percentiles.map((item) => ({ ...item, stars: writeStars(item.stars) })),
  };
}

function writeDisagreement(item: Disagreement) {
  return { ...item, stars: writeStars(item.stars) };
}
