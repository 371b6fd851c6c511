import type { Generated } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import type { UserId } from '../../users/user.js';

/** The tables of what predicts, and of how right it was. */
export type PredictionTables = {
  prediction_models: {
    version: number;
    method: string;
    state: 'next' | 'current';
    ratings: Generated<number>;
    users: Generated<number>;
    movies: Generated<number>;
    read_at: number;
    at: number;
    drifts: Generated<number>;
  };
  prediction_chunks: { version: number; position: number; bytes: Uint8Array | ArrayBuffer };
  prediction_drifts: {
    version: number;
    movie_id: MovieId;
    above: number;
    count: number;
    change: number;
  };
  prediction_outcomes: {
    user_id: UserId;
    movie_id: MovieId;
    version: number;
    day: string;
    stars: Stars;
    predicted: number;
    deviation: number;
    liking: number;
    film_mean: number;
    with_bias: number;
  };
  prediction_days: { day: string; kind: 'stars' | 'liking'; bin: number } & Record<
    QualityColumn,
    number
  >;
};

/** SQLite's library hands over bare buffers, and takes none. */
export function bytesOf(bytes: Uint8Array | ArrayBuffer): Uint8Array {
  return bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
}

/** What is added up of each day and bin. */
export const QUALITY_COLUMNS = [
  'count',
  'predicted',
  'came',
  'absolutes',
  'squares',
  'film_squares',
  'bias_squares',
  'within_50',
  'within_80',
  'within_90',
  'within_95',
] as const;
export type QualityColumn = (typeof QUALITY_COLUMNS)[number];
