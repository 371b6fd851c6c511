import type { MovieId } from '../movies/movie.js';
import type { RatingStatistics } from '../ratings/ports.js';
import type { Stars } from '../ratings/stars.js';
import type { MovieFacts } from '../scores/prior.js';
import type { Language } from '../scores/words.js';
import type { UserId } from '../users/user.js';
import { explain } from './explain.js';
import { inWords } from './in-words.js';
import type { KnownMovie } from './model.js';
import type { KeptModel } from './ports.js';
import { type Prediction, predict } from './prediction.js';
import { type KnownTaste, knownMovie, type Predictor } from './predictor.js';
import type { Reason } from './reason.js';
import { foldIn } from './taste.js';

/**
 * What a user would give a movie. What they gave it, if they did, is left out of it: it is what would have been said
 * before. Before it is held to the scale it is film + habit + the effects of all ratings, of which `reasons` are the
 * largest and `rest` is what the others come to.
 */
export type PredictedMovie = {
  rated: Stars | null;
  prediction: Prediction | null;
  parts: { film: number; habit: number; rest: number } | null;
  reasons: Reason[];
  explanation: Record<Language, string[]>;
  model: KeptModel | null;
};

type Needs = {
  predictor: Pick<Predictor, 'serving' | 'tasteOf' | 'knownMovies' | 'movieWithout'>;
  statistics: Pick<RatingStatistics, 'titles'>;
};

const MOST_REASONS = 6;

export async function predictMovie(
  { predictor, statistics }: Needs,
  userId: UserId,
  movieId: MovieId,
): Promise<PredictedMovie> {
  const known = await predictor.tasteOf(userId);
  if (known === null) {
    const none = { rated: null, prediction: null, parts: null, reasons: [], model: null };
    return { ...none, explanation: inWords(null) };
  }
  const { taste, movieIds, rated } = without(known, movieId);
  const { model, kept } = known.serving;
  // Others' ratings move a film within seconds; what one gave it oneself is not to come back this way.
  const movie =
    rated === null
      ? ((await predictor.knownMovies(known.serving, [movieId]))[0] as KnownMovie)
      : await predictor.movieWithout(known.serving, movieId, userId);
  const prediction = predict(model, taste, movie);
  const found = explain(model, taste, movie);
  const reasons = await reasonsOf({ statistics }, { taste, movieIds }, found.ratings, MOST_REASONS);
  const told = reasons.reduce((sum, { effect }) => sum + effect, 0);
  const parts = {
    film: found.movie,
    habit: found.habit,
    rest: found.ratings.reduce((sum, effect) => sum + effect, 0) - told,
  };
  const explanation = inWords({ prediction, parts, reasons });
  return { rated, prediction, parts, reasons, explanation, model: kept };
}

/** The taste as if a movie had not been rated. */
function without({ serving, taste, movieIds }: KnownTaste, movieId: MovieId) {
  const place = movieIds.indexOf(movieId);
  if (place < 0) return { taste, movieIds, rated: null };
  const others = <T>(_: T, i: number) => i !== place;
  return {
    taste: foldIn(serving.model, taste.ratings.filter(others)),
    movieIds: movieIds.filter(others),
    rated: (taste.ratings[place]?.steps ?? null) as Stars | null,
  };
}

/** The ratings that moved a prediction most, the largest first; a movie that is gone is left out. */
export async function reasonsOf(
  { statistics }: Pick<Needs, 'statistics'>,
  { taste, movieIds }: Pick<KnownTaste, 'taste' | 'movieIds'>,
  effects: Float64Array,
  most: number,
): Promise<Reason[]> {
  const places = [...effects.keys()]
    .sort((a, b) => Math.abs(effects[b] as number) - Math.abs(effects[a] as number) || a - b)
    .slice(0, most);
  const titles = await statistics.titles(places.map((place) => movieIds[place] as MovieId));
  return places.flatMap((place) => {
    const movieId = movieIds[place] as MovieId;
    const title = titles.get(movieId);
    const stars = taste.ratings[place]?.steps as Stars;
    return title === undefined ? [] : { movieId, title, stars, effect: effects[place] as number };
  });
}

/** Of some movies, those that the user has not rated; nothing before the first model. */
export async function predictMovies(
  { predictor }: { predictor: Pick<Predictor, 'tasteOf'> },
  userId: UserId,
  movies: readonly (MovieFacts & { id: number })[],
): Promise<ReadonlyMap<number, Prediction>> {
  const known = await predictor.tasteOf(userId);
  if (known === null) return new Map();
  const rated = new Set<number>(known.movieIds);
  const { serving, taste } = known;
  return new Map(
    movies
      .filter(({ id }) => !rated.has(id))
      .map((movie) => [
        movie.id,
        predict(serving.model, taste, knownMovie(serving, movie.id as MovieId, movie)),
      ]),
  );
}
