import { Type } from '@fastify/type-provider-typebox';
import { LONGEST_REVIEW, LONGEST_TAG, MOST_TAGS } from '../viewings/viewing.js';
import { Stars } from './rating-body.js';
import { Nullable, StarsOut, Time } from './shape-parts.js';

const Day = Type.String({ format: 'date', examples: ['2026-03-14'] });

/** What is told of a viewing. */
export const told = {
  watchedOn: Nullable(Day),
  stars: Nullable(StarsOut),
  rewatch: Type.Boolean(),
  tags: Type.Array(Type.String()),
  review: Nullable(Type.String()),
  loggedAt: Time,
  updatedAt: Time,
};

export const Viewing = Type.Object(
  { id: Type.Integer(), userId: Type.Integer(), movieId: Type.Integer(), ...told },
  {
    $id: 'Viewing',
    description:
      'One time that somebody saw a film. watchedOn is null where the day is not known; stars are those given then, ' +
      'apart from the current rating.',
  },
);

/** What a viewing says, in a POST and in a PATCH. */
export const viewingBody = {
  watchedOn: Type.Optional(Nullable(Day)),
  stars: Type.Optional(Nullable(Stars)),
  rewatch: Type.Optional(Type.Boolean({ description: 'Whether they had seen it before' })),
  tags: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: LONGEST_TAG, format: 'line' }), {
      maxItems: MOST_TAGS,
    }),
  ),
  review: Type.Optional(Nullable(Type.String({ maxLength: LONGEST_REVIEW, format: 'text' }))),
};
