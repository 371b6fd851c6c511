import type { MarkedMovies } from '../movies/marked.js';

/** The films that somebody keeps close. */
export type Favourites = MarkedMovies;
