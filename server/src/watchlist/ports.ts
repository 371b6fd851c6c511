import type { MarkedMovies } from '../movies/marked.js';

/** The films that somebody means to see. */
export type Watchlist = MarkedMovies;
