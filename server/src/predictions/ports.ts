import type { MovieId } from '../movies/movie.js';
import type { UserId } from '../users/user.js';

/** A model as it is kept: of how much it was made, when, and up to when it knows what was rated. */
export type KeptModel = {
  version: number;
  method: string;
  ratings: number;
  users: number;
  movies: number;
  readAt: number;
  at: number;
  /** How often its drifts were changed. */
  drifts: number;
};

/** How far ratings since a model was made were above what it predicts, all together, in stars, and how many they are. */
export type Drift = { movieId: MovieId; above: number; count: number };

/** Ratings of a few people, each person's together, in the order of their ids; stars in steps. */
export type TrainingScan = {
  ratings: { userId: UserId; movieId: MovieId; steps: number }[];
  /** Beyond whom there are more; null when these were all. */
  next: UserId | null;
};

/**
 * Models, one of which is current; it changes as a whole. What is written of the next one is nobody's business until it
 * is adopted, and is dropped when another is begun: a crash leaves the one that serves.
 */
export type PredictionModels = {
  /** Null before the first. */
  current(): Promise<KeptModel | null>;

  /** Its bytes; null when another has taken its place meanwhile. */
  read(version: number): Promise<Uint8Array | null>;

  /** Begins a model, and drops what others left unfinished. Answers its version. */
  begin(method: string, at: number): Promise<number>;

  /** Adds to the bytes of one that was begun. Throws when another was begun since. */
  append(version: number, position: number, bytes: Uint8Array): Promise<void>;

  /** From now on it is the current one, and the one before is gone. Throws when another was begun since. */
  adopt(version: number, facts: Omit<KeptModel, 'version' | 'method' | 'drifts'>): Promise<void>;

  /** Those of a version that changed after its `after`th change; a movie that is gone is left out. */
  driftsAfter(version: number, after: number): Promise<Drift[]>;

  /** That of a movie as if one person had not rated it; null when nobody else has since. */
  driftWithout(version: number, movieId: MovieId, userId: UserId): Promise<Drift | null>;

  /** How many ratings there are. */
  ratings(): Promise<number>;

  /** Ratings of the next people after one who let models learn from them: at least one person's, else at most `limit`. */
  scan(after: UserId, limit: number): Promise<TrainingScan>;
};

/** What a person has rated, in steps, and up to which of their changes. */
export type RatedBefore = {
  revision: number;
  movieIds: readonly MovieId[];
  steps: readonly number[];
};

/** What people rated, as taste is told from it. */
export type Tastes = {
  /** The person's last change; null when there is no such person. */
  revision(userId: UserId): Promise<number | null>;

  /** All of one moment, in the order of the movies. Null when there is no such person. */
  ratings(userId: UserId): Promise<RatedBefore | null>;
};

/** Movies told by their facts alone. */
export type Alike = {
  /** Movies with the same people and genres, the most alike first, at most `limit`. */
  to(movieId: MovieId, limit: number): Promise<{ movieId: MovieId; score: number }[]>;

  /** Those of these movies that are of a genre, and of years; in the order given. */
  among(movieIds: readonly MovieId[], filter: MovieKind): Promise<MovieId[]>;
};

export type MovieKind = {
  genre?: string | undefined;
  minYear?: number | undefined;
  maxYear?: number | undefined;
};
