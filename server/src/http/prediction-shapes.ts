import { Type } from '@fastify/type-provider-typebox';
import { Movie, Prediction } from './movie-shape.js';
import { Nullable, ref, StarsOut, Time } from './shape-parts.js';

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
const Title = Type.Object({
  id: Type.Integer(),
  title: Type.String(),
  year: Nullable(Type.Integer()),
});

const Reason = Type.Object(
  {
    movie: Title,
    stars: StarsOut,
    effect: Type.Number({ description: 'By how many stars this rating moved the prediction' }),
  },
  {
    $id: 'Reason',
    examples: [{ movie: { id: 4, title: 'Alien', year: 1979 }, stars: 5, effect: 0.21 }],
  },
);

const Model = Type.Object(
  {
    version: Type.Integer(),
    method: Type.String(),
    ratings: Type.Integer({ description: 'How many there were when it was trained' }),
    users: Type.Integer({ description: 'Whose ratings it learnt from' }),
    movies: Type.Integer(),
    trainedAt: Time,
  },
  { $id: 'PredictionModel' },
);

const Words = Type.Object({ en: Type.Array(Type.String()), es: Type.Array(Type.String()) });

export const PredictedMovie = Type.Object(
  {
    movieId: Type.Integer(),
    rated: Nullable(StarsOut),
    prediction: Nullable(ref(Prediction)),
    parts: Nullable(
      Type.Object(
        { film: Type.Number(), habit: Type.Number(), rest: Type.Number() },
        {
          description:
            'film: what it gets from everyone; habit: what is expected of anyone who has rated the same films, before their ' +
            'stars are looked at; rest: the effects of all ratings that are no reason below. film + habit + rest + Σ effect ' +
            'is the prediction before it is held to 0…5',
        },
      ),
    ),
    reasons: Type.Array(ref(Reason), { description: 'My ratings that moved it most' }),
    explanation: Words,
    model: Nullable(ref(Model)),
  },
  {
    $id: 'PredictedMovie',
    description: 'rated: what I gave it; prediction: null before there is a model',
  },
);

export const Recommendation = Type.Object(
  { movie: ref(Movie), prediction: Nullable(ref(Prediction)), reasons: Type.Array(ref(Reason)) },
  { $id: 'Recommendation', description: 'reasons: my ratings that speak for it most' },
);

export const SimilarMovie = Type.Object(
  { movie: ref(Movie), score: Type.Number() },
  { $id: 'SimilarMovie' },
);

const Compared = Type.Object({ movie: Title, mine: StarsOut, theirs: StarsOut });

export const TasteMatch = Type.Object(
  {
    user: Rater,
    match: Nullable(
      Type.Object({
        percentile: Type.Number({
          minimum: 0,
          maximum: 100,
          description: 'Of how many pairs of people out of a hundred ours is closer',
        }),
        rho: Type.Number({
          minimum: -1,
          maximum: 1,
          description:
            'The correlation of the stars that we are expected to give, beyond what everyone would',
        }),
        reliability: Type.Number({
          minimum: 0,
          maximum: 1,
          description: 'How much of what it rests on is known rather than guessed',
        }),
        differBy: Type.Number({
          description: 'By about how many stars we will differ over a film',
        }),
      }),
    ),
    common: Type.Integer({ description: 'How many films both have rated' }),
    agree: Type.Array(Compared),
    differ: Type.Array(Compared),
  },
  { $id: 'TasteMatch', description: 'match: null while one of us has rated fewer than ten films' },
);

export const WatchTogether = Type.Object(
  {
    people: Type.Array(Rater),
    items: Type.Array(
      Type.Object({
        movie: ref(Movie),
        worth: Type.Number({
          description: 'Half the mean and half the least of the predicted stars',
        }),
        each: Type.Array(ref(Prediction), { description: 'In the order of people' }),
      }),
    ),
  },
  { $id: 'WatchTogether' },
);

const NumberOrNull = Nullable(Type.Number());
const Calibration = Type.Array(
  Type.Object({ count: Type.Integer(), predicted: Type.Number(), came: Type.Number() }),
  { description: 'Bin by bin: what was predicted on average, and what came' },
);
const accuracy = {
  count: Type.Integer({ description: 'Predictions that a rating followed' }),
  rmse: NumberOrNull,
  mae: NumberOrNull,
  bias: Nullable(Type.Number({ description: 'Predicted less what came, on average' })),
  filmMeanRmse: Nullable(Type.Number({ description: 'Had the film’s mean been predicted' })),
  userBiasRmse: Nullable(
    Type.Number({ description: 'Had the film’s and the rater’s averages been predicted' }),
  ),
  coverage: Type.Array(Type.Object({ percent: Type.Integer(), share: Type.Number() }), {
    description: 'The share of ratings within the interval of so many percent',
  }),
};

export const PredictionQuality = Type.Object(
  {
    ...accuracy,
    calibration: Calibration,
    liking: Type.Object({ brier: NumberOrNull, calibration: Calibration }),
    timeline: Type.Array(
      Type.Object({
        since: Type.String({ description: 'A month or a day, in UTC', examples: ['2026-03'] }),
        ...accuracy,
      }),
      { description: 'The oldest first, the latest 120' },
    ),
    model: Nullable(ref(Model)),
  },
  { $id: 'PredictionQuality', description: 'In stars; null where there is nothing to tell of' },
);

/** All that go into the document by name. */
export const PREDICTION_SHAPES = [
  Prediction,
  Reason,
  Model,
  PredictedMovie,
  Recommendation,
  SimilarMovie,
  TasteMatch,
  WatchTogether,
  PredictionQuality,
  SetAsideMovie,
  Companion,
];
