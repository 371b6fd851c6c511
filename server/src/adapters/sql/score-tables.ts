import type { Generated } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { UserId } from '../../users/user.js';

/** The tables of how scores are made and what is published; see `schema.ts`. */
export type ScoreTables = {
  scores: {
    movie_id: MovieId;
    stars: number | null;
    count: Generated<number>;
    mean: number | null;
    low: number | null;
    high: number | null;
    popularity: Generated<number>;
    published_at: number | null;
    method: string | null;
    previous_stars: number | null;
    previous_method: string | null;
    best: number | null;
    divisive: number | null;
    gem: number | null;
    rising: number | null;
  };
  recounts: { movie_id: MovieId };
  score_models: {
    epoch: number;
    method: string;
    model: string;
    at: number;
    state: 'next' | 'current' | 'previous';
  };
  rater_habits: {
    epoch: number;
    user_id: UserId;
    ratings: number;
    bias: number;
    squares: number;
    rated: number;
    revision: number;
    seen: number;
  };
  vote_sums: {
    epoch: number;
    movie_id: MovieId;
    effect: number;
    prior: number;
    sums: string;
    owed: number;
  };
  vote_hours: {
    movie_id: MovieId;
    hour: number;
    votes: number;
    stars: number;
    lowest: number;
    highest: number;
  };
  score_days: {
    movie_id: MovieId;
    day: string;
    stars: number | null;
    low: number | null;
    high: number | null;
    count: number;
    mean: number | null;
    histogram: string;
    method: string;
  };
  score_flags: {
    id: Generated<number>;
    movie_id: MovieId;
    from_at: number;
    to_at: number | null;
    seen_at: number;
    votes: number;
    mean: number;
    mean_before: number;
    z: number;
    pace: number;
    oddness: number;
    decision: 'genuine' | 'attack' | null;
    note: string | null;
    decided_by: UserId | null;
    decided_at: number | null;
  };
  score_priors: { id: number; mean: number; variance: number };
};
