import { beforeEach, describe, expect, it, vi } from 'vitest';

const answers: Record<string, () => Response> = {};
vi.stubGlobal('fetch', async (request: Request) => (answers[request.method] as () => Response)());
const { queries } = await import('../api.ts');
const { setUser } = await import('../session/session.ts');
const { keepMark } = await import('./marks.ts');

const KEY = ['my marks', 'favourites', 1];
const marks = () => queries.getQueryData(KEY);

describe('a mark', () => {
  beforeEach(() => {
    queries.clear();
    setUser({ id: 1, handle: 'ana' } as Parameters<typeof setUser>[0]);
    answers.PUT = () => new Response(null, { status: 201 });
    answers.DELETE = () => new Response(null, { status: 204 });
  });

  it('is on the list at once, and off it again', async () => {
    queries.setQueryData(KEY, ['1', '2']);
    await keepMark('favourites', '3', true);
    expect(marks()).toEqual(['1', '2', '3']);
    await keepMark('favourites', '1', false);
    expect(marks()).toEqual(['2', '3']);
  });

  it('goes back to where it was when it is refused', async () => {
    queries.setQueryData(KEY, ['1']);
    answers.PUT = () => Response.json({ status: 503 }, { status: 503 });
    await keepMark('favourites', '3', true);
    expect(marks()).toEqual(['1']);
  });

  it('is not taken for the whole list where that is not known', async () => {
    await keepMark('favourites', '3', true);
    expect(marks()).toBeUndefined();
  });

  it('is not lost to a list that was asked for before', async () => {
    queries.setQueryData(KEY, ['1']);
    let tell = (_names: string[]) => {};
    const asked = queries
      .fetchQuery({
        queryKey: KEY,
        queryFn: () =>
          new Promise<string[]>((resolve) => {
            tell = resolve;
          }),
      })
      .catch(() => {});
    const kept = keepMark('favourites', '3', true);
    tell(['1']);
    await Promise.all([asked, kept]);
    expect(marks()).toEqual(['1', '3']);
  });
});
