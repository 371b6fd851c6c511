import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { createMovie, editMovie, mustBeEditor } from '../movies/edit-movie.js';
import * as limits from '../movies/movie.js';
import type { MovieFilter, MovieSort } from '../movies/ports.js';
import { OUTSIDE_IDS, parseMovieReference } from '../movies/reference.js';
import type { Store } from '../ports.js';
import { fail } from '../problem.js';
import { explainScore } from '../scores/explain-score.js';
import { type Api, BASE, type Services } from './api.js';
import { precondition, tagOf } from './conditional.js';
import { viewerOf } from './guard.js';
import { lists, paging, sorting, sortKeys } from './lists.js';
import { once, onceHeaders } from './once.js';
import { listOf, Movie, ref, refusals, ScoreExplained } from './shapes.js';
import { writeMovie, writeTally } from './write.js';

const LONGEST_QUERY = 200;
const SORTS = ['relevance', 'score', 'popularity', 'year', 'title'] as const;

export const MovieParams = Type.Object({
  movie: Type.String({
    description: 'An id, or tmdb:…, imdb:… or wikidata:… and the id there',
    examples: ['1', 'imdb:tt0111161'],
  }),
});

const line = (maxLength: number) => Type.String({ minLength: 1, maxLength, format: 'line' });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
const year = Type.Integer({ minimum: limits.FIRST_YEAR, maximum: limits.LAST_YEAR });

const PersonIn = Type.Union([
  line(limits.LONGEST_NAME),
  Type.Object({ name: line(limits.LONGEST_NAME) }, { additionalProperties: false }),
  Type.Object(
    {
      id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
      name: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  ),
]);

const facts = {
  originalTitle: nullable(line(limits.LONGEST_TITLE)),
  year: nullable(year),
  releaseDate: nullable(
    Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', examples: ['1994-09-10'] }),
  ),
  runtimeMinutes: nullable(Type.Integer({ minimum: 1, maximum: limits.LONGEST_RUNTIME_MINUTES })),
  overview: nullable(Type.String({ maxLength: limits.LONGEST_OVERVIEW, format: 'text' })),
  posterUrl: nullable(Type.String({ maxLength: 2000, format: 'line' })),
  genres: Type.Optional(Type.Array(line(50), { maxItems: limits.MOST_GENRES })),
  directors: Type.Optional(Type.Array(PersonIn, { maxItems: limits.MOST_CREDITS })),
  cast: Type.Optional(Type.Array(PersonIn, { maxItems: limits.MOST_CREDITS })),
  ids: Type.Optional(
    Type.Object(
      {
        tmdb: nullable(Type.Integer({ minimum: 1, maximum: 9_999_999_999 })),
        imdb: nullable(Type.String({ pattern: OUTSIDE_IDS.imdb.source })),
        wikidata: nullable(Type.String({ pattern: OUTSIDE_IDS.wikidata.source })),
      },
      { additionalProperties: false },
    ),
  ),
};

const NewMovie = Type.Object(
  { title: line(limits.LONGEST_TITLE), ...facts },
  {
    additionalProperties: false,
    examples: [{ title: 'My Holiday', year: 2026, genres: ['Documentary'] }],
  },
);
const MovieChange = Type.Object(
  { title: Type.Optional(line(limits.LONGEST_TITLE)), ...facts },
  { additionalProperties: false, minProperties: 1 },
);

/** The movie that the path names; refuses a name that is none, and one of no movie. */
export async function movieIdOf(
  request: FastifyRequest,
  { movies }: Pick<Store, 'movies'>,
): Promise<limits.MovieId> {
  const reference = parseMovieReference((request.params as Static<typeof MovieParams>).movie);
  if (reference === null) {
    const detail = 'A movie is named by its id, or tmdb:…, imdb:… or wikidata:… and the id there.';
    fail({ kind: 'invalid', errors: [{ pointer: '#/movie', code: 'format', detail, in: 'path' }] });
  }
  return (await movies.resolve(reference)) ?? fail({ kind: 'movie-not-found' });
}

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
        response: { 201: ref(Movie), ...refusals(400, 401, 403, 409, 413, 415, 422, 429) },
      },
    },
    (request, reply) =>
      doOnce(request, reply, async ({ movies }) => {
        const wish = { ...NO_FACTS, ...wishOf(request.body), title: request.body.title };
        const movie = await createMovie({ movies, now }, viewerOf(request).user.id, wish);
        return {
          status: 201,
          headers: { location: `${BASE}/movies/${movie.id}`, etag: movieTag(movie) },
          body: writeMovie(movie),
        };
      }),
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
      const movie = await findMovie(request, store);
      mustBeEditor(viewerOf(request).user, movie);
      precondition(request, movieTag(movie), isSameVersion);
      const edited = await editMovie({ movies: store.movies, now }, movie, wishOf(request.body));
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
      const movie = await findMovie(request, store);
      precondition(request, movieTag(movie), isSameVersion);
      if (!(await store.movies.remove(movie.id, now()))) fail({ kind: 'movie-not-found' });
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

async function findMovie(request: FastifyRequest, store: Store): Promise<limits.Movie> {
  const id = await movieIdOf(request, store);
  return (await store.movies.find(id)) ?? fail({ kind: 'movie-not-found' });
}

/** The version of the facts, and a mark of the score shown with them. */
function movieTag({ version, score }: limits.Movie): string {
  return `"${version}.${tagOf(score).slice(1, 9)}"`;
}

/** A score that moved meanwhile is no reason to refuse a change of facts. */
function isSameVersion(tag: string, current: string): boolean {
  const version = /^"(\d+)\.[\w-]+"$/;
  return version.test(tag) && version.exec(tag)?.[1] === version.exec(current)?.[1];
}

const NO_FACTS = {
  originalTitle: null,
  year: null,
  releaseDate: null,
  runtimeMinutes: null,
  overview: null,
  posterUrl: null,
  genres: [],
  directors: [],
  cast: [],
  ids: { tmdb: null, imdb: null, wikidata: null },
};

/** What the body says, in the room's words; nothing of what it does not say. */
function wishOf(body: Static<typeof MovieChange>): Partial<limits.MovieWish> {
  const { directors, cast, ids, ...rest } = body;
  const stated = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined),
  );
  return {
    ...(stated as Partial<limits.MovieFacts>),
    ...(directors && { directors: directors.map(personWish) }),
    ...(cast && { cast: cast.map(personWish) }),
    ...(ids && { ids: idsOf(ids) }),
  };
}

function personWish(person: Static<typeof PersonIn>): limits.PersonWish {
  if (typeof person === 'string') return { name: person };
  return 'id' in person ? { id: person.id as limits.PersonId } : { name: person.name };
}

function idsOf(ids: NonNullable<Static<typeof MovieChange>['ids']>): limits.OutsideIds {
  return {
    tmdb: ids.tmdb == null ? null : String(ids.tmdb),
    imdb: ids.imdb ?? null,
    wikidata: ids.wikidata ?? null,
  };
}
