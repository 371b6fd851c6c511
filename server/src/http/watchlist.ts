import { type Api, BASE, type Services } from './api.js';
import { markedMovies, markSchemas } from './marked-movies.js';
import { WatchlistItem } from './shapes.js';

export function watchlistRoutes(app: Api, services: Services): void {
  const { list, put, remove } = markedMovies(services, 'watchlist');

  app.get(
    `${BASE}/users/:user/watchlist`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'listWatchlist',
        tags: ['viewings'],
        summary: 'The movies a user means to see',
        ...markSchemas.list(WatchlistItem),
      },
    },
    list,
  );

  app.put(
    `${BASE}/users/:user/watchlist/:movie`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'putWatchlistItem',
        tags: ['viewings'],
        summary: 'Put a movie on the watchlist',
        ...markSchemas.put,
      },
    },
    put,
  );

  app.delete(
    `${BASE}/users/:user/watchlist/:movie`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'deleteWatchlistItem',
        tags: ['viewings'],
        summary: 'Take a movie off the watchlist',
        ...markSchemas.remove,
      },
    },
    remove,
  );
}
