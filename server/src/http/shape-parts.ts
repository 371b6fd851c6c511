import { type Static, type TSchema, Type } from '@fastify/type-provider-typebox';

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const Time = Type.String({ format: 'date-time', examples: ['2026-03-14T20:15:00.000Z'] });
export const StarsOut = Type.Number({
  minimum: 0,
  maximum: 5,
  description: '0 to 5 in steps of 0.05',
  examples: [4.5],
});
/** Means and scores are not on the steps that people rate in. */
export const AnyStars = Type.Number({
  minimum: 0,
  maximum: 5,
  description: '0 to 5, not rounded',
  examples: [3.82],
});
export const Histogram = Type.Array(Type.Integer({ minimum: 0 }), {
  minItems: 11,
  maxItems: 11,
  description: 'How many ratings fall nearest to 0, 0.5 … 5 stars; ties go up',
});
export const oneOf = <const T extends string>(
  values: readonly T[],
  more: { description?: string } = {},
) => Type.Unsafe<T>({ type: 'string', enum: [...values], ...more });

/** A reference to a named schema that keeps its type. */
export const ref = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T>>({ $ref: `${(schema as { $id?: string }).$id}#` });

/** An empty answer: null would be sent as JSON, except with 204. */
export const Nothing = Type.Unsafe<undefined>({ type: 'null' });
