import type { Favourites } from '../favourites/ports.js';
import type { MarkedMovie } from '../movies/marked.js';
import type { Movie, MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import type { Page, PageRequest, Position } from '../page.js';
import type { RatedMovie, Ratings } from '../ratings/ports.js';
import type { RatingEvent } from '../ratings/rating.js';
import type { UserId } from '../users/user.js';
import type { DiaryEntry, Viewings } from '../viewings/ports.js';
import type { Watchlist } from '../watchlist/ports.js';

/** One change of a rating, and of which film; null where that is gone. */
export type ToldChange = RatingEvent & { movie: Movie | null };

export type HistoryStore = {
  movies: Pick<Movies, 'findMany' | 'resolve'>;
  ratings: Pick<Ratings, 'byUser' | 'changes'>;
  viewings: Pick<Viewings, 'byUser'>;
  watchlist: Pick<Watchlist, 'byUser'>;
  favourites: Pick<Favourites, 'byUser'>;
};

/** All that somebody has told, read page by page. */
export type History = {
  /** In the order in which the films were rated. */
  ratings(): AsyncIterable<RatedMovie>;
  /** By day. */
  viewings(): AsyncIterable<DiaryEntry>;
  watchlist(): AsyncIterable<MarkedMovie>;
  favourites(): AsyncIterable<MarkedMovie>;
  /** Every change of every rating, also of those that are gone. */
  changes(): AsyncIterable<ToldChange>;
};

/** A page sorts the whole list once more: few large ones. */
const ROWS_A_PAGE = 1000;
const BY_TIME = [{ by: 'addedAt' as const, descending: false }];

export function historyOf(store: HistoryStore, userId: UserId): History {
  const { movies, ratings, viewings, watchlist, favourites } = store;
  return {
    ratings: () =>
      all((page) => ratings.byUser(userId, {}, [{ by: 'ratedAt', descending: false }], page)),
    viewings: () => all((page) => viewings.byUser(userId, {}, false, page)),
    watchlist: () => all((page) => watchlist.byUser(userId, BY_TIME, page)),
    favourites: () => all((page) => favourites.byUser(userId, BY_TIME, page)),
    async *changes() {
      for (let after = 0; ; ) {
        const events = await ratings.changes(userId, after, ROWS_A_PAGE);
        const last = events.at(-1);
        if (last === undefined) return;
        const films = await filmsOf(
          movies,
          events.map(({ movieId }) => movieId),
        );
        for (const event of events) yield { ...event, movie: films.get(event.movieId) ?? null };
        after = last.revision;
      }
    },
  };
}

/** Of a film that was merged into another, that one. */
async function filmsOf(
  movies: HistoryStore['movies'],
  ids: readonly MovieId[],
): Promise<Map<MovieId, Movie>> {
  const all = [...new Set(ids)];
  const films = new Map((await movies.findMany(all)).map((movie) => [movie.id, movie]));
  for (const id of all.filter((id) => !films.has(id))) {
    const into = await movies.resolve({ id });
    const [movie] = into === null ? [] : await movies.findMany([into]);
    if (movie !== undefined) films.set(id, movie);
  }
  return films;
}

async function* all<Row>(read: (page: PageRequest) => Promise<Page<Row>>): AsyncIterable<Row> {
  let after: Position | null = null;
  do {
    const page: Page<Row> = await read({ limit: ROWS_A_PAGE, after });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}
