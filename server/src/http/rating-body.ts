import { Type } from '@fastify/type-provider-typebox';
import { LONGEST_NOTE } from '../ratings/rating.js';
import { MOST_STARS } from '../ratings/stars.js';

export const Stars = Type.Number({
  minimum: 0,
  maximum: MOST_STARS,
  multipleOf: 0.05,
  description: '0 to 5 in steps of 0.05',
  examples: [4.5],
});

/** What a rating says, in a PUT and in a batch. */
export const ratingBody = {
  stars: Stars,
  ratedAt: Type.Optional(
    Type.Union([
      Type.String({ format: 'date-time', description: 'Now, when not given' }),
      Type.Null(),
    ]),
  ),
  note: Type.Optional(
    Type.Union([Type.String({ maxLength: LONGEST_NOTE, format: 'text' }), Type.Null()]),
  ),
};
