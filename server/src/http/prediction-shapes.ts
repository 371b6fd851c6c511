import { Type } from '@fastify/type-provider-typebox';
import { Movie } from './movie-shape.js';
import { Nullable, ref, Time } from './shape-parts.js';

const Rater = Type.Object({
  id: Type.Integer(),
  handle: Type.String(),
  displayName: Type.String(),
});

export const SetAsideMovie = Type.Object(
  { movie: ref(Movie), at: Time },
  { $id: 'SetAsideMovie', description: 'at: when it was set aside' },
);

export const Companion = Type.Object(
  { user: Rater, agreedAt: Nullable(Time), theyAgreedAt: Nullable(Time) },
  {
    $id: 'Companion',
    description:
      'agreedAt: since when I have agreed, null if not; theyAgreedAt: since when they have',
    examples: [
      {
        user: { id: 7, handle: 'ben', displayName: 'Ben' },
        agreedAt: '2026-03-14T20:15:00.000Z',
        theyAgreedAt: null,
      },
    ],
  },
);
