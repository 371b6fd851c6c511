import { type Static, Type } from '@fastify/type-provider-typebox';
import * as limits from '../movies/movie.js';
import { OUTSIDE_IDS } from '../movies/reference.js';

const line = (maxLength: number) => Type.String({ minLength: 1, maxLength, format: 'line' });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
export const year = Type.Integer({ minimum: limits.FIRST_YEAR, maximum: limits.LAST_YEAR });

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

export const NewMovie = Type.Object(
  {
    title: Type.Optional(line(limits.LONGEST_TITLE)),
    ...facts,
    tmdbId: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_999_999_999 })),
  },
  {
    additionalProperties: false,
    anyOf: [{ required: ['title'] }, { required: ['tmdbId'] }],
    description: 'The facts, or the tmdbId alone',
    examples: [{ title: 'My Holiday', year: 2026, genres: ['Documentary'] }, { tmdbId: 603 }],
  },
);
export const MovieChange = Type.Object(
  { title: Type.Optional(line(limits.LONGEST_TITLE)), ...facts },
  { additionalProperties: false, minProperties: 1 },
);

export const NO_FACTS = {
  title: '',
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
export function changeOf(body: Static<typeof MovieChange>): limits.MovieChange {
  const { directors, cast, ids, ...rest } = body;
  return {
    ...stated(rest),
    ...(directors && { directors: directors.map(personWish) }),
    ...(cast && { cast: cast.map(personWish) }),
    ...(ids && { ids: idsOf(ids) }),
  };
}

function personWish(person: Static<typeof PersonIn>): limits.PersonWish {
  if (typeof person === 'string') return { name: person };
  return 'id' in person ? { id: person.id as limits.PersonId } : { name: person.name };
}

function idsOf({ tmdb, ...ids }: NonNullable<Static<typeof MovieChange>['ids']>) {
  return {
    ...stated(ids),
    ...(tmdb !== undefined && { tmdb: tmdb === null ? null : String(tmdb) }),
  };
}

function stated<Facts extends object>(facts: Facts) {
  type Stated = { [Name in keyof Facts]?: Exclude<Facts[Name], undefined> };
  const named = Object.entries(facts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named) as Stated;
}
