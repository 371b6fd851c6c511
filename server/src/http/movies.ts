import { Type } from '@fastify/type-provider-typebox';
import { addFilm } from '../catalogue/bring-in.js';
import { createMovie, editMovie, mustBeEditor } from '../movies/edit-movie.js';
import type { Movie as MovieNoun } from '../movies/movie.js';
import type { MovieFilter, MovieSort } from '../movies/ports.js';
import { fail } from '../problem.js';
import { explainScore } from '../scores/explain-score.js';
import { type Api, BASE, type Services } from './api.js';
import { precondition, tagOf } from './conditional.js';
import { viewerOf } from './guard.js';
import { lists, paging, sorting, sortKeys } from './lists.js';
import { changeOf, MovieChange, NewMovie, NO_FACTS, year } from './movie-bodies.js';
import { findMovie, MovieParams, movieIdOf, newFilm } from './named-movie.js';
import { once, onceHeaders } from './once.js';
import { ref } from './shape-parts.js';
import { listOf, Movie, refusals, ScoreExplained } from './shapes.js';
import { writeMovie, writeTally } from './write.js';

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
                description:
                  'Words of title and people, the last perhaps only begun; a typo or two is forgiven',
                examples: ['shawshank'],
              }),
            ),
            genre: Type.Optional(Type.String({ minLength: 1, maxLength: 50, examples: ['Drama'] })),
            minYear: Type.Optional(year),
            maxYear: Type.Optional(year),
            person: Type.Optional(
              Type.String({
                minLength: 1,
                maxLength: 200,
                pattern: '^(?!\\d{16,}$)',
                description: 'A person’s id or whole name',
              }),
            ),
            ...sorting(SORTS, 'relevance with q, else -popularity', '-score'),
            ...paging,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(Movie), ...refusals(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const { sort, limit, cursor, ...filter } = request.query;
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
      return answer(request, reply, await store.movies.list(wish, keys, page(request)), writeMovie);
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
        async () => (tmdbId === undefined ? null : newFilm(services, tmdbId, told)),
      );
    },
  );

  app.get(
    `${BASE}/movies/:movie`,
    {
      config: { who: ['ANYONE'], keeping: 'catalogue' },
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
      reply.header('etag', movieTag(movie));
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
        const movie = await findMovie(request, tx);
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
        const movie = await findMovie(request, tx);
        precondition(request, movieTag(movie), isSameVersion);
        await tx.movies.remove(movie.id, now());
      });
      services.ratingsChanged();
      return reply.code(204).send(null);
    },
  );

  app.get(
    `${BASE}/movies/:movie/score`,
    {
      config: { who: ['ANYONE'], keeping: 'catalogue' },
      schema: {
        operationId: 'getScore',
        tags: ['movies'],
        summary: 'The score of a movie and what it is made of',
        params: MovieParams,
        response: { 200: ref(ScoreExplained), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request) => {
      const { tally, ...explained } = await explainScore(store, await movieIdOf(request, store));
      return { ...explained, ...writeTally(tally) };
    },
  );
}

/** The version of the facts, and a mark of the score shown with them. */
function movieTag({ version, score }: MovieNoun): string {
  return `"${version}.${tagOf(score).slice(1, 9)}"`;
}

/** A score that moved meanwhile is no reason to refuse a change of facts. */
function isSameVersion(tag: string, current: string): boolean {
  const version = /^"(\d+)\.[\w-]+"$/;
  return version.test(tag) && version.exec(tag)?.[1] === version.exec(current)?.[1];
}
