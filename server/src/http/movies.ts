import { Type } from '@fastify/type-provider-typebox';
import { addFilm } from '../catalogue/bring-in.js';
import { createMovie, editMovie, mustBeEditor } from '../movies/edit-movie.js';
import type { MovieFilter, MovieSort } from '../movies/ports.js';
import { fail } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { precondition } from './conditional.js';
import { viewerOf } from './guard.js';
import { shows } from './kept-answers.js';
import { lists, paging, sorting, sortKeys } from './lists.js';
import { changeOf, MovieChange, NewMovie, NO_FACTS } from './movie-bodies.js';
import { movieFilters } from './movie-filters.js';
import { Movie } from './movie-shape.js';
import { isSameVersion, movieTag } from './movie-tag.js';
import { findMovie, lockMovie, MovieParams, newFilm } from './named-movie.js';
import { once, onceHeaders } from './once.js';
import { putDown } from './put-down.js';
import { reading } from './reading.js';
import { ref } from './shape-parts.js';
import { listOf, refusals } from './shapes.js';
import { including, withPredictions } from './with-predictions.js';
import { writeMovie } from './write.js';

const LONGEST_QUERY = 200;
const SORTS = ['relevance', 'score', 'popularity', 'year', 'title'] as const;

export function movieRoutes(app: Api, services: Services): void {
  const { store, now } = services;
  const { page, answer } = lists(services);
  const doOnce = once(services);

  app.get(
    `${BASE}/movies`,
    {
      config: { who: ['ANYONE'], keeping: 'catalogue' },
      schema: {
        operationId: 'listMovies',
        tags: ['movies'],
        summary: 'Search, filter and list movies',
        querystring: Type.Object(
          {
            q: Type.Optional(
              Type.String({
                maxLength: LONGEST_QUERY,
                format: 'term',
                description:
                  'Words of title and people, the last perhaps only begun; a typo or two is forgiven',
                examples: ['shawshank'],
              }),
            ),
            ...movieFilters,
            ...including,
            ...sorting(SORTS, 'relevance with q, else -popularity', '-score'),
            ...paging,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(Movie), ...refusals(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const { sort, limit, cursor, include, ...filter } = request.query;
      const q = filter.q?.trim() || undefined;
      const keys = sortKeys<MovieSort>(sort ?? (q === undefined ? '-popularity' : 'relevance'));
      if (q === undefined && keys.some(({ by }) => by === 'relevance')) {
        const detail = 'Without q there is nothing to be relevant to.';
        fail({
          kind: 'invalid',
          errors: [{ pointer: '#/sort', code: 'sort', detail, in: 'query' }],
        });
      }
      const wish: MovieFilter = { ...filter, q };
      const found = await reading(request, services, ({ movies }) =>
        movies.list(wish, keys, page(request)),
      );
      return withPredictions(request, services, answer(request, reply, found, writeMovie));
    },
  );

  app.post(
    `${BASE}/movies`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'createMovie',
        tags: ['movies'],
        summary: 'Add a movie that is not in the catalogue',
        headers: onceHeaders,
        body: NewMovie,
        response: {
          201: ref(Movie),
          ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429, 502, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const { tmdbId, ...told } = request.body;
      return doOnce(
        request,
        reply,
        async (tx, film) => {
          const { ids, ...facts } = changeOf(told);
          const wish = { ...NO_FACTS, ...facts, ids: { ...NO_FACTS.ids, ...ids } };
          const movie = await (film === null
            ? createMovie({ movies: tx.movies, now }, viewerOf(request).user.id, wish)
            : tx.atomically((store) => addFilm(store, film, now())));
          return {
            status: 201,
            headers: { location: `${BASE}/movies/${movie.id}`, etag: movieTag(movie) },
            body: writeMovie(movie),
          };
        },
        // Nobody waits for TMDB but who asked.
        { prepare: async () => (tmdbId === undefined ? null : newFilm(services, tmdbId, told)) },
      );
    },
  );

  app.get(
    `${BASE}/movies/:movie`,
    {
      config: { who: ['ANYONE'], keeping: 'catalogue', sentAgain: true },
      schema: {
        operationId: 'getMovie',
        tags: ['movies'],
        summary: 'A movie: its facts and its score',
        params: MovieParams,
        response: { 200: ref(Movie), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const movie = await findMovie(request, store);
      services.refresher?.lookedAt(movie);
      const etag = movieTag(movie);
      shows(request, movie, etag);
      reply.header('etag', etag);
      return writeMovie(movie);
    },
  );

  app.patch(
    `${BASE}/movies/:movie`,
    {
      config: { who: ['CREATOR', 'ADMIN'] },
      schema: {
        operationId: 'editMovie',
        tags: ['movies'],
        summary: 'Change facts of a movie',
        description: 'For ADMINs and whoever added the movie. What is not named stays as it is.',
        params: MovieParams,
        body: MovieChange,
        response: { 200: ref(Movie), ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 429) },
      },
    },
    async (request, reply) => {
      const edited = await store.atomically(async (tx) => {
        const movie = await lockMovie(request, tx);
        mustBeEditor(viewerOf(request).user, movie);
        precondition(request, movieTag(movie), isSameVersion);
        return editMovie({ movies: tx.movies, now }, movie, changeOf(request.body));
      });
      reply.header('etag', movieTag(edited));
      return writeMovie(edited);
    },
  );

  app.delete(
    `${BASE}/movies/:movie`,
    {
      config: { who: ['ADMIN'] },
      schema: {
        operationId: 'deleteMovie',
        tags: ['movies'],
        summary: 'Remove a movie with its ratings and favourites',
        params: MovieParams,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 412, 429) },
      },
    },
    async (request, reply) => {
      await store.atomically(async (tx) => {
        const movie = await lockMovie(request, tx);
        precondition(request, movieTag(movie), isSameVersion);
        await tx.movies.remove(movie.id, now());
        const { id, title, year } = movie;
        const deed = { action: 'movie-deleted', subject: `movie:${id}` } as const;
        await putDown(request, tx, now, { ...deed, detail: { title, year } });
      });
      services.ratingsChanged();
      return reply.code(204).send(null);
    },
  );
}
