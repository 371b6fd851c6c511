import { Type } from '@fastify/type-provider-typebox';
import { FIRST_YEAR, LAST_YEAR } from '../movies/movie.js';
import { CHARTS } from '../scores/chart-list.js';
import { type Api, BASE, type Services } from './api.js';
import { lists, paging } from './lists.js';
import { year } from './movie-bodies.js';
import { movieFilters } from './movie-filters.js';
import { reading } from './reading.js';
import { oneOf } from './shape-parts.js';
import { ChartPlace, listOf, refusals } from './shapes.js';
import { including, withPredictions } from './with-predictions.js';
import { writeChartPlace } from './write.js';

const LAST_OF_DECADE = 9;
const decade = Type.Integer({
  minimum: FIRST_YEAR - (FIRST_YEAR % 10),
  maximum: LAST_YEAR,
  multipleOf: 10,
  description: 'Its first year',
  examples: [1990],
});

export function chartRoutes(app: Api, services: Services): void {
  const { page, answer } = lists(services);

  app.get(
    `${BASE}/charts/:chart`,
    {
      config: { who: ['ANYONE'], keeping: 'catalogue', sentAgain: true },
      schema: {
        operationId: 'getChart',
        tags: ['movies'],
        summary: 'The movies of a chart, the first first',
        description:
          'On no chart are movies with too few votes to tell, and those whose votes come in an unusual way as long as ' +
          'they do and nobody has decided about it. `value` is what a chart is ordered by. In stars: of `best`, and of `gems`, which are ' +
          'rated by few, the score less half of its standard deviation; of `rising`, what a movie gets of late. Of ' +
          '`divisive` it is the standard deviation of the ratings. `rank` counts those that the filters leave.',
        params: Type.Object({ chart: oneOf(CHARTS) }),
        querystring: Type.Object(
          {
            ...movieFilters,
            year: Type.Optional(year),
            decade: Type.Optional(decade),
            ...including,
            ...paging,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(ChartPlace), ...refusals(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const { genre, person } = request.query;
      const filter = { genre, person, ...yearsOf(request.query) };
      const found = await reading(request, services, ({ charts }) =>
        charts.list(request.params.chart, filter, page(request)),
      );
      return withPredictions(request, services, answer(request, reply, found, writeChartPlace));
    },
  );
}

type Years = Partial<Record<'minYear' | 'maxYear' | 'year' | 'decade', number | undefined>>;

/** What is said of years in several ways holds all together. */
function yearsOf({ minYear, maxYear, year, decade }: Years): Pick<Years, 'minYear' | 'maxYear'> {
  const lastOfDecade = decade === undefined ? undefined : decade + LAST_OF_DECADE;
  const said = (years: (number | undefined)[]) => years.filter((one) => one !== undefined);
  const [from, to] = [said([minYear, year, decade]), said([maxYear, year, lastOfDecade])];
  return {
    minYear: from.length === 0 ? undefined : Math.max(...from),
    maxYear: to.length === 0 ? undefined : Math.min(...to),
  };
}
