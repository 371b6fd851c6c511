import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { mergeMovies } from '../movies/merge-movies.js';
import type { MovieId } from '../movies/movie.js';
import type { Store } from '../ports.js';
import { fail } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { precondition } from './conditional.js';
import { Movie } from './movie-shape.js';
import { isSameVersion, movieTag } from './movie-tag.js';
import { MovieName, MovieParams, movieIdOf, readReference } from './named-movie.js';
import { once, onceHeaders } from './once.js';
import { putDown } from './put-down.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { writeMovie } from './write.js';

const Body = Type.Object(
  { into: MovieName },
  { additionalProperties: false, examples: [{ into: 'imdb:tt0111161' }] },
);

export function mergeRoutes(app: Api, services: Services): void {
  const { now } = services;
  const doOnce = once(services);

  app.post(
    `${BASE}/movies/:movie/merge`,
    {
      config: { who: ['ADMIN'] },
      schema: {
        operationId: 'mergeMovie',
        tags: ['movies'],
        summary: 'Make one movie of two that are one film',
        description:
          'The movie of the path goes, and its id is another name of `into` from then on. Ratings move as they are, ' +
          'with their times and history; who rated both keeps the rating changed last. In the changes of everyone ' +
          'who rated it, the one is removed and the other has the stars. Favourites and outside ids move too, and ' +
          'facts that only the one that goes has. Two that have different ids in one outside catalogue are refused.',
        params: MovieParams,
        headers: onceHeaders,
        body: Body,
        response: {
          200: ref(Movie),
          ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 429),
        },
      },
    },
    async (request, reply) => {
      const answer = await doOnce(request, reply, (outer) =>
        outer.atomically(async (tx) => {
          const [from, into] = await lockBoth(tx, [
            await movieIdOf(request, tx),
            await intoIdOf(request, tx),
          ]);
          precondition(request, movieTag(from), isSameVersion);
          const movie = await mergeMovies({ movies: tx.movies, now }, from, into);
          const { id, title, year } = from;
          const deed = { action: 'movie-merged', subject: `movie:${id}` } as const;
          await putDown(request, tx, now, { ...deed, detail: { into: movie.id, title, year } });
          return { status: 200, headers: { etag: movieTag(movie) }, body: writeMovie(movie) };
        }),
      );
      services.ratingsChanged();
      return answer;
    },
  );
}

async function intoIdOf({ body }: FastifyRequest, { movies }: Store): Promise<MovieId> {
  const { into } = body as Static<typeof Body>;
  const reference = readReference(into, { pointer: '#/into', in: 'body' });
  return (await movies.resolve(reference)) ?? fail(NO_SUCH_INTO);
}
const NO_SUCH_INTO = { kind: 'movie-not-found', pointer: '#/into' } as const;

/** In the order of their ids, so that no two who lock the same wait for each other. */
async function lockBoth({ movies }: Store, [from, into]: [MovieId, MovieId]) {
  for (const id of [from, into].sort((one, other) => one - other)) await movies.lock(id);
  return [
    (await movies.find(from)) ?? fail({ kind: 'movie-not-found' }),
    (await movies.find(into)) ?? fail(NO_SUCH_INTO),
  ] as const;
}
