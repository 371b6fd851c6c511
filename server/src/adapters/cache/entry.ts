import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { PopularPage } from '../../catalogue/outside.js';
import { OUTSIDE_IDS } from '../../movies/reference.js';

const text = Type.Union([Type.String(), Type.Null()]);

/** An entry in the wrapping of the cache. */
const shape = Compile(
  Type.Object(
    {
      createdAt: Type.Number(),
      logicalExpiration: Type.Number(),
      tags: Type.Optional(Type.Array(Type.Never(), { maxItems: 0 })),
      value: Type.Object({
        fetchedAt: Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
        value: Type.Object({
          page: Type.Integer({ minimum: 1 }),
          totalPages: Type.Integer({ minimum: 0 }),
          items: Type.Array(
            Type.Object({
              tmdbId: Type.String({ pattern: OUTSIDE_IDS.tmdb.source }),
              movieId: Type.Null(),
              title: Type.String({ minLength: 1 }),
              year: Type.Union([Type.Integer(), Type.Null()]),
              releaseDate: text,
              posterUrl: Type.Union([Type.String({ pattern: '^https://' }), Type.Null()]),
              overview: text,
            }),
          ),
        }),
      }),
    },
    { additionalProperties: false },
  ),
);

/** An answer as it is kept, with when it was given. */
export type Entry = { value: PopularPage; fetchedAt: number };

const LONG_OVER = { value: null, createdAt: 0, logicalExpiration: 0 };

/** Others write to a shared cache as well: what is no entry of ours is taken for one without a value, and long over. */
export const entries = {
  serialize: (entry: unknown): string => JSON.stringify(entry),

  deserialize(text: string): unknown {
    try {
      const entry: unknown = JSON.parse(text);
      return shape.Check(entry) ? entry : LONG_OVER;
    } catch {
      return LONG_OVER;
    }
  },
};
