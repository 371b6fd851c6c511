import type { Static } from '@fastify/type-provider-typebox';
import type { PopularList } from '../catalogue/list-popular.js';
import type { MarkedMovie } from '../movies/marked.js';
import type * as movies from '../movies/movie.js';
import type { Prediction } from '../predictions/prediction.js';
import type { RatedMovie } from '../ratings/ports.js';
import type { Rater, Rating, RatingEvent } from '../ratings/rating.js';
import { writeStars } from '../ratings/stars.js';
import { meanOf, type Tally } from '../ratings/tally.js';
import type { ChartPlace } from '../scores/chart-list.js';
import type { TokenRecord } from '../users/ports.js';
import type { DiaryEntry } from '../viewings/ports.js';
import type { Viewing } from '../viewings/viewing.js';
import type { AccessToken } from './account-shapes.js';
import type * as movieShape from './movie-shape.js';
import type { Popular } from './popular-shapes.js';
import type * as shapes from './shapes.js';

/** Nouns as they go over the wire: stars as numbers of stars, times as RFC 3339, absent as null. */

export function time(ms: number): string {
  return new Date(ms).toISOString();
}

export function timeOrNull(ms: number | null): string | null {
  return ms === null || ms === Number.POSITIVE_INFINITY ? null : time(ms);
}

/** Each by its name: to copy the rest of so many takes longer than to write them. */
export function writeMovie(movie: movies.Movie): Static<typeof movieShape.Movie> {
  const { tmdb, imdb, wikidata } = movie.ids;
  return {
    id: movie.id,
    title: movie.title,
    originalTitle: movie.originalTitle,
    year: movie.year,
    releaseDate: movie.releaseDate,
    runtimeMinutes: movie.runtimeMinutes,
    overview: movie.overview,
    posterUrl: movie.posterUrl,
    genres: movie.genres as string[],
    directors: movie.directors as movies.Person[],
    cast: movie.cast as movies.Person[],
    ids: { tmdb: tmdb === null ? null : Number(tmdb), imdb, wikidata },
    score: movie.score,
    createdAt: time(movie.createdAt),
    updatedAt: time(movie.updatedAt),
    version: movie.version,
  };
}

export function writeTally(tally: Tally): Static<typeof shapes.Tally> {
  return { count: tally.count, mean: meanOf(tally), histogram: tally.histogram };
}

export function writeRating(rating: Rating): Static<typeof shapes.Rating> {
  return {
    movieId: rating.movieId,
    userId: rating.userId,
    stars: writeStars(rating.stars),
    note: rating.note,
    ratedAt: time(rating.ratedAt),
    updatedAt: time(rating.updatedAt),
  };
}

export function writePublicRating({ rating, rater }: { rating: Rating; rater: Rater }) {
  return { ...writeRating(rating), user: rater };
}

export function writeRatedMovie({ movie, rating }: RatedMovie) {
  const { stars, note, ratedAt, updatedAt } = writeRating(rating);
  return { movie: writeMovie(movie), stars, note, ratedAt, updatedAt };
}

export function writeHistoryItem({ stars, note, at }: RatingEvent) {
  return { stars: stars === null ? null : writeStars(stars), note, at: time(at) };
}

export function writeChange({ movieId, stars, at }: RatingEvent) {
  return {
    movieId,
    stars: stars === null ? null : writeStars(stars),
    removed: stars === null,
    at: time(at),
  };
}

export function writeMarkedMovie({ movie, stars, addedAt }: MarkedMovie) {
  return {
    movie: writeMovie(movie),
    stars: stars === null ? null : writeStars(stars),
    addedAt: time(addedAt),
  };
}

export function writeViewing({ stars, loggedAt, updatedAt, ...viewing }: Viewing) {
  return {
    ...viewing,
    stars: stars === null ? null : writeStars(stars),
    loggedAt: time(loggedAt),
    updatedAt: time(updatedAt),
  };
}

export function writeDiaryEntry({ movie, viewing }: DiaryEntry) {
  const { userId, movieId, ...told } = writeViewing(viewing);
  return { ...told, movie: writeMovie(movie) };
}

export function writeChartPlace({ rank, movie, value }: ChartPlace) {
  return { rank, movie: writeMovie(movie), value };
}

export const TMDB_ATTRIBUTION =
  'This product uses the TMDB API but is not endorsed or certified by TMDB.';

/** `predicted`: what the viewer would give one of our movies, where that is asked for. */
export function writePopular(
  { kept, ...list }: PopularList,
  predicted: ((movieId: number) => Prediction | null) | null,
): Static<typeof Popular> {
  return {
    ...list,
    items: list.items.map((film) => ({
      ...film,
      tmdbId: film.tmdbId === null ? null : Number(film.tmdbId),
      stars: film.stars === null ? null : writeStars(film.stars),
      ...(predicted && { prediction: film.movieId === null ? null : predicted(film.movieId) }),
    })),
    attribution: list.source === 'tmdb' ? TMDB_ATTRIBUTION : null,
  };
}

export function writeToken(token: TokenRecord): Static<typeof AccessToken> {
  return {
    id: token.id,
    name: token.name ?? '',
    scope: token.scope,
    createdAt: time(token.createdAt),
    expiresAt: timeOrNull(token.expiresAt),
    lastUsedAt: timeOrNull(token.lastUsedAt),
  };
}
