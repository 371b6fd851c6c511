import { type TSchema, Type } from '@fastify/type-provider-typebox';
import { AccessToken, AccessTokenMade, Session, SessionOpened, User } from './account-shapes.js';
import { IMPORT_SHAPES } from './import-shapes.js';
import { AuditEntry, Flag } from './moderation-shapes.js';
import { Movie, Person, Score } from './movie-shape.js';
import { Popular } from './popular-shapes.js';
import { PREDICTION_SHAPES } from './prediction-shapes.js';
import { ScoreExplained } from './score-shapes.js';
import { Histogram, Nullable, oneOf, ref, StarsOut, Time } from './shape-parts.js';
import { Statistics } from './statistics-shapes.js';
import { told, Viewing } from './viewing-shapes.js';

/** What answers are made of; each is a named schema of the OpenAPI document. */

export const Tally = Type.Object(
  { count: Type.Integer(), mean: Nullable(Type.Number()), histogram: Histogram },
  { $id: 'Tally', description: 'Exact at once; mean is null when nobody has rated' },
);

export const Rating = Type.Object(
  {
    movieId: Type.Integer(),
    userId: Type.Integer(),
    stars: StarsOut,
    note: Nullable(Type.String()),
    ratedAt: Time,
    updatedAt: Time,
  },
  { $id: 'Rating' },
);

export const PublicRating = Type.Object(
  {
    ...Rating.properties,
    user: Type.Object({ id: Type.Integer(), handle: Type.String(), displayName: Type.String() }),
  },
  { $id: 'PublicRating' },
);

export const RatedMovie = Type.Object(
  {
    movie: ref(Movie),
    stars: StarsOut,
    note: Nullable(Type.String()),
    ratedAt: Time,
    updatedAt: Time,
  },
  { $id: 'RatedMovie' },
);

export const RatingPut = Type.Object(
  { rating: ref(Rating), tally: ref(Tally) },
  { $id: 'RatingPut' },
);

export const HistoryItem = Type.Object(
  {
    stars: Nullable(StarsOut),
    note: Nullable(Type.String()),
    at: Time,
  },
  { $id: 'HistoryItem', description: 'stars is null where the rating was removed' },
);

export const Change = Type.Object(
  {
    movieId: Type.Integer(),
    stars: Nullable(StarsOut),
    removed: Type.Boolean(),
    at: Time,
  },
  { $id: 'Change' },
);

export const Favourite = Type.Object(
  { movie: ref(Movie), stars: Nullable(StarsOut), addedAt: Time },
  { $id: 'Favourite' },
);

export const WatchlistItem = Type.Object(
  { movie: ref(Movie), stars: Nullable(StarsOut), addedAt: Time },
  { $id: 'WatchlistItem' },
);

export const DiaryEntry = Type.Object(
  { id: Type.Integer(), movie: ref(Movie), ...told },
  { $id: 'DiaryEntry' },
);

export const ChartPlace = Type.Object(
  { rank: Type.Integer({ minimum: 1 }), movie: ref(Movie), value: Type.Number() },
  { $id: 'ChartPlace', description: 'value is what the chart is ordered by' },
);

const ProblemShape = Type.Object(
  {
    type: Type.String({ examples: ['/problems/invalid'] }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'A JSON pointer to what is wrong' }),
          code: Type.String(),
          detail: Type.String(),
          in: Type.Optional(oneOf(['body', 'query', 'path', 'header'])),
        }),
      ),
    ),
  },
  { $id: 'Problem', additionalProperties: true, description: 'RFC 9457' },
);

export const BatchResult = Type.Object(
  {
    status: Type.Integer(),
    rating: Type.Optional(ref(Rating)),
    problem: Type.Optional(ref(ProblemShape)),
  },
  { $id: 'BatchResult' },
);

export const listOf = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(ref(item)),
    nextCursor: Nullable(Type.String()),
    total: Type.Integer(),
  });

/** All that go into the document by name. */
export const NAMED = [
  Person,
  Score,
  Tally,
  Movie,
  ScoreExplained,
  Rating,
  PublicRating,
  RatedMovie,
  RatingPut,
  HistoryItem,
  Change,
  Favourite,
  WatchlistItem,
  Viewing,
  DiaryEntry,
  ChartPlace,
  Popular,
  Statistics,
  ...PREDICTION_SHAPES,
  ...IMPORT_SHAPES,
  User,
  Session,
  SessionOpened,
  AccessToken,
  AccessTokenMade,
  Flag,
  AuditEntry,
  ProblemShape,
  BatchResult,
];

/** The refusals an operation may answer with. */
export function refusals<const Status extends number>(...statuses: Status[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: 'Refused; the problem says why',
        content: { 'application/problem+json': { schema: ref(ProblemShape) } },
      },
    ]),
  ) as unknown as Record<never, TSchema>;
}
