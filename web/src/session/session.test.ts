import { beforeEach, describe, expect, it, vi } from 'vitest';

let answer: () => Response | Promise<Response>;
vi.stubGlobal('fetch', async () => answer());
const { currentUser, setUser, signOut } = await import('./session.ts');
const { currentToasts } = await import('../ui/toasts.ts');

const ANA = { id: 1, handle: 'ana' } as NonNullable<Parameters<typeof setUser>[0]>;

describe('signing out', () => {
  beforeEach(() => setUser(ANA));

  it.each([
    ['done', () => new Response(null, { status: 204 })],
    ['not needed any more', () => Response.json({ status: 401 }, { status: 401 })],
  ])('is %s once the service has no session', async (_how, answered) => {
    answer = answered;
    await signOut();
    expect(currentUser()).toBeNull();
  });

  it.each([
    ['refuses', () => Response.json({ status: 503 }, { status: 503 })],
    ['says nothing', () => new Response(null, { status: 502 })],
    ['has enough', () => Response.json({ status: 429 }, { status: 429 })],
    ['is away', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('is not believed while the service %s', async (_how, answered) => {
    answer = answered;
    await signOut();
    expect(currentUser()).toEqual(ANA);
    expect(currentToasts()).not.toEqual([]);
  });
});
