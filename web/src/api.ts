import { createClient, type Shape } from '@halfstar/client';
import { onlineManager, QueryClient } from '@tanstack/react-query';
import createQueries from 'openapi-react-query';

export type { Shape } from '@halfstar/client';

/**
 * The one way to the service: the client that anybody may use, with the session's cookie, which no script can read. The
 * browser asks whether what it kept still holds: a score that I have just moved must not be the one of before.
 */
export const client = createClient({ baseUrl: location.origin, cache: 'no-cache' });

/** `api.useQuery('get', '/api/v1/movies/{movie}', { params: { path: { movie } } })` */
export const api = createQueries(client);

export const filmQuery = (movie: string) =>
  api.queryOptions('get', '/api/v1/movies/{movie}', { params: { path: { movie } } });

export const personQuery = (user: string) =>
  api.queryOptions('get', '/api/v1/users/{user}', { params: { path: { user } } });

/** A score follows its ratings within a second. */
export const scoreQuery = (movie: string) =>
  api.queryOptions(
    'get',
    '/api/v1/movies/{movie}/score',
    { params: { path: { movie } } },
    { staleTime: 0 },
  );

/** What a refusal looks like; a failure to reach the service is a TypeError. */
export type Refusal = Shape<'Problem'> | TypeError;

// It takes it for granted: a page that begins without a network would not hear of its return.
onlineManager.setOnline(navigator.onLine);

export const queries = new QueryClient({
  defaultOptions: {
    // Offline, the service worker may have the answer.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // What was refused will be refused again; what did not arrive may.
      retry: (failures, error) => failures < 2 && isPassing(error as unknown as Refusal),
    },
  },
});

/** Whether the same may well succeed in a moment. */
function isPassing(error: Refusal): boolean {
  if (error instanceof TypeError) return navigator.onLine;
  return error.status >= 500 || error.status === 429;
}
