import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let root: Person;

beforeAll(async () => {
  service = await startService({}, { films: 30 });
  root = await addPerson(service, 'root');
  for (let n = 1; n <= 12; n++) {
    const { token } = await addPerson(service, `person${n}`);
    for (let movie = 1; movie <= 12; movie++) {
      const body = { stars: (movie % 4) + 0.5, ratedAt: `2020-01-${10 + (movie % 3)}T00:00:00Z` };
      await service.call('PUT', `users/me/ratings/${movie}`, { token, body });
      await service.call('PUT', `users/me/favourites/${movie}`, { token });
    }
  }
  // Nothing shall change between one reading and the next.
  await service.jobs.publishNow();
});
afterAll(() => service.stop());

const LISTS = [
  'movies',
  'movies?sort=-year,title',
  'movies?q=the&sort=relevance',
  'movies?genre=action&minYear=1980&sort=title',
  'charts/best',
  'charts/divisive?maxYear=2100',
  'movies/1/ratings',
  'users',
  'users?q=person',
  'users/person1/ratings',
  'users/person1/ratings?sort=stars,-releaseDate',
  'users/person1/ratings?minStars=1&sort=title',
  'users/person1/favourites',
  'users/person1/favourites?sort=-stars',
];
const get = (path: string) => service.call('GET', path, { token: root.token });
const nextOf = (link: unknown) => /^<([^<>]+)>; rel="next"$/.exec(String(link))?.[1];
const at = (path: string, query: string) => `${path}${path.includes('?') ? '&' : '?'}${query}`;

/** All items of a list, page by page, and how many pages there were. */
async function walk(path: string, between: (page: number) => Promise<unknown> = async () => {}) {
  const items: unknown[] = [];
  let pages = 0;
  for (let next: string | undefined = path; next !== undefined; ) {
    const { status, body, headers } = await get(next);
    expect(status).toBe(200);
    items.push(...body.items);
    pages += 1;
    next = nextOf(headers.link);
    expect(next === undefined).toBe(body.nextCursor === null);
    if (next !== undefined) await between(pages);
  }
  return { items, pages };
}

describe('every list', () => {
  it.each(LISTS)(
    'has the same items in the same order, whatever the size of a page: %s',
    async (path) => {
      const whole = (await get(at(path, 'limit=100'))).body;
      expect(whole.nextCursor).toBeNull();
      expect(whole.total).toBe(whole.items.length);
      expect(whole.total).toBeGreaterThan(3);
      for (const limit of [1, 3, whole.total - 1, whole.total]) {
        const { items, pages } = await walk(at(path, `limit=${limit}`));
        expect(items).toEqual(whole.items);
        expect(pages).toBe(Math.ceil(whole.total / limit));
      }
    },
  );

  it('has 20 items a page unless asked otherwise', async () => {
    expect((await get('movies')).body.items).toHaveLength(20);
  });

  it('leads on with the cursor as it does with the link, and keeps what was asked for', async () => {
    const path = 'movies?genre=action&limit=2&sort=-year';
    const { body, headers } = await get(path);
    const query = new URLSearchParams(nextOf(headers.link)?.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      genre: 'action',
      limit: '2',
      sort: '-year',
      cursor: body.nextCursor,
    });
    const [byLink, byCursor] = [nextOf(headers.link)!, at(path, `cursor=${body.nextCursor}`)];
    expect((await get(byLink)).body).toEqual((await get(byCursor)).body);
    expect(
      (await get(at('movies?genre=action&sort=-year&limit=7', `cursor=${body.nextCursor}`))).status,
    ).toBe(200);
  });

  it('refuses a cursor that is forged, cut, lengthened, or of another list', async () => {
    const cursors = new Map<string, string>();
    for (const path of LISTS) {
      cursors.set(path, (await get(at(path, 'limit=1'))).body.nextCursor);
    }
    for (const [path, cursor] of cursors) {
      const [position = '', signature = ''] = cursor.split('.');
      const other = Buffer.from('[987654]').toString('base64url');
      const flipped = (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1);
      const forged = [
        `${other}.${signature}`,
        `${position}.${flipped}`,
        `${position}.`,
        position,
        `${cursor}A`,
        `${cursor}.A`,
        ...[...cursors].filter(([from]) => from !== path).map(([, foreign]) => foreign),
      ];
      for (const cursor of forged) {
        const answer = await get(at(path, `limit=1&cursor=${cursor}`));
        expectProblem(answer, 400, 'invalid', '#/cursor');
      }
    }
  });

  it('does not take the cursors of another service', async () => {
    const another = await startService({}, { films: 30 });
    const { nextCursor } = (await another.call('GET', 'movies?limit=1')).body;
    expectProblem(await get(`movies?limit=1&cursor=${nextCursor}`), 400, 'invalid', '#/cursor');
    await another.stop();
  });
});

describe('a list that is written to while it is read', () => {
  const rated = (movie: number, token: string, stars: number, ratedAt: string) =>
    service.call('PUT', `users/me/ratings/${movie}`, { token, body: { stars, ratedAt } });
  const idsOf = (items: unknown[]) =>
    items.map((item) => (item as { movie: { id: number } }).movie.id);

  it('passes over none of what stays, and repeats nothing', async () => {
    const { token } = await addPerson(service, 'writer');
    for (let movie = 1; movie <= 20; movie++) {
      await rated(movie, token, 3, `2020-01-${10 + (movie % 5)}T00:00:00Z`);
    }
    const path = 'users/writer/ratings?limit=3';
    const before = idsOf((await get('users/writer/ratings?limit=100')).body.items);
    const gone = new Set<number>();
    const { items } = await walk(path, async (page) => {
      // One goes before and one behind where we are; a new one comes at the front.
      for (const movie of [before[page], before.at(-page)]) {
        gone.add(Number(movie));
        await service.call('DELETE', `users/me/ratings/${movie}`, { token });
      }
      await rated(20 + page, token, 1, '2021-01-01T00:00:00Z');
    });
    const seen = idsOf(items);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(before.filter((movie) => seen.includes(movie)));
    for (const movie of before) if (!gone.has(movie)) expect(seen).toContain(movie);
    expect(seen.filter((movie) => movie > 20)).toEqual([]);
  });

  it('may end on a page with nothing in it, and still tells its total', async () => {
    const { token } = await addPerson(service, 'quitter');
    for (const movie of [1, 2, 3]) await rated(movie, token, 3, '2020-01-01T00:00:00Z');
    const { headers } = await get('users/quitter/ratings?limit=2');
    await service.call('DELETE', 'users/me/ratings/3', { token });
    expect((await get(nextOf(headers.link)!)).body).toEqual({
      items: [],
      nextCursor: null,
      total: 2,
    });
  });
});

it('goes on behind the longest title there may be', async () => {
  const { token } = await service.signUp('longwinded');
  for (const last of ['一', '二']) {
    const body = { title: `${'龍'.repeat(499)}${last}` };
    expect((await service.call('POST', 'movies', { token, body })).status).toBe(201);
  }
  const first = await service.call('GET', 'movies?sort=-title&limit=1');
  const next = await service.call(
    'GET',
    `movies?sort=-title&limit=1&cursor=${first.body.nextCursor}`,
  );
  expect(next.status).toBe(200);
  expect(next.body.items[0].id).not.toBe(first.body.items[0].id);
});
