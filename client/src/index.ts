import createOpenapiClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './openapi.js';

export type { components, paths } from './openapi.js';

/** A noun of the API by name: `Shape<'Movie'>`. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];

export type HalfstarClient = Client<paths>;

/**
 * A client of one Halfstar. `baseUrl` is where it listens, `http://127.0.0.1:8080` say; with a `token`, every
 * request carries it. Calls answer `{ data }` or `{ error }`, a problem document, and never throw for a refusal.
 */
export function createClient({
  token,
  ...options
}: ClientOptions & { baseUrl: string; token?: string }): HalfstarClient {
  const client = createOpenapiClient<paths>(options);
  if (token !== undefined) {
    client.use({
      onRequest({ request }) {
        request.headers.set('authorization', `Bearer ${token}`);
        return request;
      },
    });
  }
  return client;
}
