import type { HalfstarClient } from '@halfstar/client';
import type { MineStore } from './store.ts';

const A_PAGE = 1000;
/** The service was restored from a backup, and what is known here may never have been. */
const RESTORED = 410;

/** Fetches what changed since the last time, here or anywhere else. True when something did. */
export async function readFeed(client: HalfstarClient, store: MineStore): Promise<boolean> {
  const { owner } = store;
  const reader = owner();
  let changed = false;
  for (let hasMore = true; hasMore; ) {
    const { data, error } = await client.GET('/api/v1/users/me/changes', {
      params: { query: { after: store.after(), limit: A_PAGE } },
    });
    // Somebody else has signed in meanwhile.
    if (owner() !== reader) return false;
    if (error?.status === RESTORED && store.after() > 0) {
      store.begin();
      changed = true;
      continue;
    }
    if (error !== undefined) throw error;
    store.learn(data.items, data.nextAfter, data.hasMore);
    changed ||= data.items.length > 0;
    hasMore = data.hasMore;
  }
  return changed;
}
