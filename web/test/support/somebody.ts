import type { HalfstarClient } from '../../../client/src/index.js';
import type { Server } from '../../../server/test/support/process.js';
import { PASSWORD } from './visit.js';

const A_BATCH = 500;

/** Signs up somebody, without the page. */
export async function addSomebody(server: Server, handle: string): Promise<HalfstarClient> {
  const body = { handle, password: PASSWORD };
  await server.client().POST('/api/v1/users', { body });
  const { data } = await server.client().POST('/api/v1/sessions', { body });
  if (data === undefined) throw new Error(`${handle} cannot sign in`);
  return server.client(data.token);
}

type Given = { movie: string; stars: number; ratedAt?: string };

export async function rateAll(client: HalfstarClient, given: readonly Given[]): Promise<void> {
  for (let from = 0; from < given.length; from += A_BATCH) {
    const { error } = await client.POST('/api/v1/users/me/ratings/batch', {
      body: { items: given.slice(from, from + A_BATCH) },
    });
    if (error !== undefined) throw new Error(error.detail);
  }
}
