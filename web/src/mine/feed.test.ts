import { createClient } from '@halfstar/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { readFeed } from './feed.ts';
import { mineStore } from './store.ts';

const change = (movieId: number, stars: number) => ({
  movieId,
  stars,
  removed: false,
  at: new Date(Date.UTC(2026, 0, movieId)).toISOString(),
});

describe('the feed', () => {
  beforeEach(() => localStorage.clear());

  const clientOf = (answer: (after: number) => Response) =>
    createClient({
      baseUrl: 'http://halfstar.test',
      fetch: async (request) => answer(Number(new URL(request.url).searchParams.get('after'))),
    });

  it('begins anew when the service was restored, and forgets what that does not have', async () => {
    const store = mineStore(localStorage);
    store.open(7);
    store.learn([change(1, 4), change(2, 5)], 30);
    const asked: number[] = [];
    const client = clientOf((after) => {
      asked.push(after);
      if (after === 30) return Response.json({ status: 410 }, { status: 410 });
      return Response.json({ items: [change(1, 4)], nextAfter: 1000, hasMore: false });
    });
    expect(await readFeed(client, store)).toBe(true);
    expect(asked).toEqual([30, 0]);
    expect([store.starsOf('1'), store.starsOf('2'), store.after()]).toEqual([4, null, 1000]);
  });

  it('throws what it is refused with otherwise, and keeps what is known', async () => {
    const store = mineStore(localStorage);
    store.open(7);
    store.learn([change(1, 4)], 30);
    const refused = clientOf(() => Response.json({ status: 503 }, { status: 503 }));
    await expect(readFeed(refused, store)).rejects.toMatchObject({ status: 503 });
    const always = clientOf(() => Response.json({ status: 410 }, { status: 410 }));
    await expect(readFeed(always, store)).rejects.toMatchObject({ status: 410 });
    expect(store.after()).toBe(0);
  });
});
