import type { MovieId } from '../movies/movie.js';
import type { Scores } from '../scores/ports.js';
import type { MovieFacts } from '../scores/prior.js';
import type { UserId } from '../users/user.js';
import { decodeModel } from './encode-model.js';
import { type KnownMovie, type Model, movieAt, newMovie, rowOf } from './model.js';
import { shiftOf } from './movie-shift.js';
import type { Drift, KeptModel, PredictionModels, RatedBefore, Tastes } from './ports.js';
import { foldIn, type RatedMovie, type Taste } from './taste.js';
import { PREDICTION_METHOD } from './training-due.js';

/** The model that serves in this process, and by how much its movies have moved since it was made. */
export type Serving = {
  kept: KeptModel;
  model: Model;
  drifts: ReadonlyMap<MovieId, Drift>;
};

/** Someone's taste by all they have rated. */
export type KnownTaste = {
  serving: Serving;
  taste: Taste;
  /** In the order of the taste's ratings. */
  movieIds: readonly MovieId[];
  revision: number;
};

/** Predicts by what is kept: nothing in it could be lost. Without a model it holds nothing. */
export type Predictor = {
  /** Takes up another model, or what it lacks, if there is any; to be called about once a second. */
  refresh(): Promise<void>;

  /** Null before the first model. */
  serving(): Serving | null;

  /**
   * By what the user has rated until this moment, whichever process wrote it. Null before the first model, and for
   * nobody.
   */
  tasteOf(userId: UserId): Promise<KnownTaste | null>;

  /** As the model knows these movies, or by their genres and year, moved by what came since. */
  knownMovies(serving: Serving, movieIds: readonly MovieId[]): Promise<KnownMovie[]>;

  /** As it would be known if someone had not rated it: moved by others alone, and at once. */
  movieWithout(serving: Serving, movieId: MovieId, userId: UserId): Promise<KnownMovie>;
};

type Needs = {
  models: Pick<PredictionModels, 'current' | 'read' | 'driftsAfter' | 'driftWithout'>;
  tastes: Tastes;
  scores: Pick<Scores, 'factsOf'>;
  /** Told of a model that cannot be read, once. */
  onUnreadable: (error: unknown) => void;
};

/** Of the last so many people; about a hundred bytes for each of their ratings. */
const MOST_TASTES = 200;
const NO_FACTS: MovieFacts = { genres: [], year: null };

export function predictor({ models, tastes, scores, onUnreadable }: Needs): Predictor {
  let current: Serving | null = null;
  let unreadable: number | null = null;
  let refreshing: Promise<void> | null = null;
  const known = new Map<UserId, { rated: RatedBefore; of: KnownTaste }>();

  const load = async (kept: KeptModel): Promise<Serving | null> => {
    if (kept.method !== PREDICTION_METHOD || kept.version === unreadable) return null;
    const bytes = await models.read(kept.version);
    // Another has taken its place meanwhile, which the next look finds.
    if (bytes === null) return current;
    try {
      const model = decodeModel(bytes);
      return { kept: { ...kept, drifts: 0 }, model, drifts: new Map() };
    } catch (error) {
      unreadable = kept.version;
      onUnreadable(error);
      return null;
    }
  };

  const look = async () => {
    const kept = await models.current();
    if (kept === null) {
      current = null;
      known.clear();
      return;
    }
    if (current?.kept.version !== kept.version) {
      current = await load(kept);
      known.clear();
    }
    if (current === null || current.kept.version !== kept.version) return;
    if (current.kept.drifts === kept.drifts) return;
    const moved = await models.driftsAfter(kept.version, current.kept.drifts);
    const drifts = new Map(current.drifts);
    for (const drift of moved) drifts.set(drift.movieId, drift);
    current = { ...current, kept, drifts };
  };

  const knownMovies: Predictor['knownMovies'] = async (serving, movieIds) => {
    const others = movieIds.filter((id) => rowOf(serving.model, id) < 0);
    const facts = others.length === 0 ? new Map() : await scores.factsOf(others);
    return movieIds.map((id) => knownMovie(serving, id, facts.get(id) ?? NO_FACTS));
  };

  const fold = async (serving: Serving, rated: RatedBefore): Promise<KnownTaste> => {
    const movies = await knownMovies(serving, rated.movieIds);
    const ratings = movies.map(
      (movie, i): RatedMovie => ({ movie, steps: rated.steps[i] as number }),
    );
    const { movieIds, revision } = rated;
    return { serving, taste: foldIn(serving.model, ratings), movieIds, revision };
  };

  return {
    refresh() {
      refreshing ??= look().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },

    serving: () => current,

    async tasteOf(userId) {
      const serving = current;
      if (serving === null) return null;
      const revision = await tastes.revision(userId);
      const before = known.get(userId);
      known.delete(userId);
      const isSame = before !== undefined && before.rated.revision === revision;
      const rated = isSame ? before.rated : await tastes.ratings(userId);
      if (rated === null) return null;
      // Movies that have moved since move no taste.
      const isDone = isSame && before.of.serving.model === serving.model;
      const of = isDone ? { ...before.of, serving } : await fold(serving, rated);
      known.set(userId, { rated, of });
      for (const [oldest] of known) {
        if (known.size <= MOST_TASTES) break;
        known.delete(oldest);
      }
      return of;
    },

    knownMovies,

    async movieWithout(serving, movieId, userId) {
      const drift = await models.driftWithout(serving.kept.version, movieId, userId);
      const drifts: Serving['drifts'] = new Map(drift === null ? [] : [[movieId, drift]]);
      const [movie] = await knownMovies({ ...serving, drifts }, [movieId]);
      return movie as KnownMovie;
    },
  };
}

/** A movie as the model knows it, or, when nobody had rated it then, by its facts. */
export function knownMovie(serving: Serving, id: MovieId, facts: MovieFacts): KnownMovie {
  const drift = serving.drifts.get(id);
  const shift = drift === undefined ? 0 : shiftOf(drift.above, drift.count);
  const row = rowOf(serving.model, id);
  return row < 0 ? newMovie(serving.model, facts, shift) : movieAt(serving.model, row, shift);
}
