import type { HalfstarClient } from '@halfstar/client';
import type { MineStore } from './store.ts';

const A_PAGE = 1000;

/** Fetches what changed since the last time, here or anywhere else. True when something did. */
export async function readFeed(client: HalfstarClient, store: MineStore): Promise<boolean> {
  const { owner } = store;
  const reader = owner();
  let changed = false;
  for (let hasMore = true; hasMore; ) {
    const { data, error } = await client.GET('/api/v1/users/me/changes', {
      params: { query: { after: store.after(), limit: A_PAGE } },
    });
    if (error !== undefined) throw error;
    // Somebody else has signed in meanwhile.
    if (owner() !== reader) return false;
    store.learn(data.items, data.nextAfter, data.hasMore);
    changed ||= data.items.length > 0;
    hasMore = data.hasMore;
  }
  return changed;
}
