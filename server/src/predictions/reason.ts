import type { MovieId } from '../movies/movie.js';
import type { Stars } from '../ratings/stars.js';
import type { MovieTitle } from '../ratings/statistics.js';

/** A rating that moved a prediction, by so many stars. */
export type Reason = { movieId: MovieId; title: MovieTitle; stars: Stars; effect: number };
