import type { Movie } from '../../movies/movie.js';
import type { ExportFile } from '../export.js';
import type { History } from '../history.js';
import { nearest } from './nearest.js';

/** In the files of its own export. A viewing of which no day is known has no place there. */
export async function* traktFiles(history: History): AsyncIterable<ExportFile> {
  yield { name: 'ratings-movies.json', text: json(ratings(history)) };
  yield { name: 'history.json', text: json(plays(history)) };
  yield { name: 'lists-watchlist.json', text: json(listed(history.watchlist())) };
  yield { name: 'lists-favorites.json', text: json(listed(history.favourites())) };
}

async function* ratings(history: History): AsyncIterable<object> {
  for await (const { movie, rating } of history.ratings()) {
    const given = { rated_at: timeOf(rating.ratedAt), rating: nearest(rating.stars, 2) };
    yield { ...given, ...about(movie) };
  }
}

async function* plays(history: History): AsyncIterable<object> {
  for await (const { movie, viewing } of history.viewings()) {
    const { id, watchedOn } = viewing;
    if (watchedOn === null) continue;
    // At noon it is that day nearly everywhere.
    const played = { id, watched_at: `${watchedOn}T12:00:00.000Z`, action: 'watch' };
    yield { ...played, ...about(movie) };
  }
}

async function* listed(films: ReturnType<History['watchlist']>): AsyncIterable<object> {
  let rank = 0;
  for await (const { movie, addedAt } of films) {
    yield { rank: ++rank, listed_at: timeOf(addedAt), ...about(movie) };
  }
}

async function* json(items: AsyncIterable<object>): AsyncIterable<string> {
  let before = '[\n';
  for await (const item of items) {
    yield before + JSON.stringify(item);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function about({ title, year, ids: { imdb, tmdb } }: Movie): object {
  const ids = { imdb, tmdb: tmdb === null ? null : Number(tmdb) };
  return { type: 'movie', movie: { title, year, ids } };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
