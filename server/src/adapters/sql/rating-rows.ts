import type { Selectable } from 'kysely';
import type { Rating, RatingEvent } from '../../ratings/rating.js';
import type { Schema } from './schema.js';

export function toRating(row: Selectable<Schema['ratings']>): Rating {
  return {
    userId: row.user_id,
    movieId: row.movie_id,
    stars: row.stars,
    note: row.note,
    ratedAt: row.rated_at,
    updatedAt: row.updated_at,
    revision: row.revision,
  };
}

export function toEvent(row: Selectable<Schema['rating_events']>): RatingEvent {
  return {
    revision: row.revision,
    movieId: row.movie_id,
    stars: row.stars,
    note: row.note,
    at: row.at,
  };
}
