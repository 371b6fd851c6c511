import type { MovieId } from '../movies/movie.js';
import type { Tally } from '../ratings/tally.js';
import type { PublishedScore } from './score.js';

/** A tally that moved since its score was published; `moves` counts how often it ever moved. */
export type OwedScore = { movieId: MovieId; moves: number; renown: number; tally: Tally };
export type ScoreToPublish = {
  movieId: MovieId;
  moves: number;
  score: PublishedScore | null;
  popularity: number;
};

/** What is owed is kept in the database: a crash owes it still. */
export type Scores = {
  /** Movies whose tally moved since their score was published, at most `limit`. */
  owed(limit: number): Promise<OwedScore[]>;

  /** All movies with a rating, in the order of their ids, after one. */
  rated(after: number, limit: number): Promise<OwedScore[]>;

  /** The tally of all ratings of all movies. */
  all(): Promise<Tally>;

  /** Publishes together; a movie whose tally moved again meanwhile stays owed. */
  publish(scores: ScoreToPublish[], at: number): Promise<void>;
};
