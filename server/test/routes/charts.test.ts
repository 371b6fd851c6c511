import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovieId, MovieWish } from '../../src/movies/movie.js';
import type { Charts } from '../../src/scores/ports.js';
import { type Charted, publishCharts } from '../support/charts.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';
import { addMovie } from '../support/some.js';

type Item = { rank: number; value: number; movie: { id: number; title: string } };

describe('a chart', () => {
  let service: Service;

  const FILMS: [facts: Partial<MovieWish>, count: number, places: Partial<Charts>][] = [
    [{ title: 'Annie Hall', year: 1977, genres: ['Comedy'] }, 40, { best: 4, divisive: 1.5 }],
    [{ title: 'Beetlejuice', year: 1988, genres: ['Comedy'] }, 30, { best: 4, gem: 3 }],
    [{ title: 'Clueless', year: 1995, genres: ['Comedy'] }, 30, { best: 4, gem: 3.5 }],
    [{ title: 'Drive', year: 2011, cast: [{ name: 'Ryan Gosling' }] }, 5, { best: 4.25 }],
    [{ title: 'Evita', year: 1996, genres: ['Musical'] }, 90, { best: 2, rising: 2.5 }],
    [{ title: 'Fargo', year: 1999 }, 1, {}],
    [{ title: 'Gilda', year: 2000 }, 40, { best: 3 }],
    [{ title: 'Heat' }, 4, { best: 1 }],
  ];
  const BEST = ['Drive', 'Annie Hall', 'Clueless', 'Beetlejuice', 'Gilda', 'Evita', 'Heat'];

  beforeAll(async () => {
    service = await startService({}, { films: 0 });
    const charted: Charted[] = [];
    for (const [facts, count, places] of FILMS) {
      const { id } = await addMovie(service.store, facts);
      charted.push({ movieId: id as MovieId, count, ...places });
    }
    await publishCharts(service.store, charted);
  });
  afterAll(() => service.stop());

  const get = async (query: string) => {
    const { status, body, headers } = await service.call('GET', `charts/${query}`);
    expect(status).toBe(200);
    return { ...body, headers } as {
      items: Item[];
      total: number;
      nextCursor: string | null;
      headers: Record<string, unknown>;
    };
  };
  const titles = (items: Item[]) => items.map(({ movie }) => movie.title);

  it('has the first first, of equals the one with more ratings, then the one that came last', async () => {
    const { items, total, nextCursor } = await get('best');
    expect(titles(items)).toEqual(BEST);
    expect(items.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(items.map(({ value }) => value)).toEqual([4.25, 4, 4, 4, 3, 2, 1]);
    expect({ total, nextCursor }).toEqual({ total: 7, nextCursor: null });
    const { movie } = items[0]!;
    expect(movie).toEqual((await service.call('GET', `movies/${movie.id}`)).body);
  });

  it.each([
    ['best', BEST],
    ['divisive', ['Annie Hall']],
    ['gems', ['Clueless', 'Beetlejuice']],
    ['rising', ['Evita']],
  ])('%s has those that are on it', async (chart, expected) => {
    expect(titles((await get(chart)).items)).toEqual(expected);
  });

  it.each([1, 2, 4, 5])('goes on with its ranks in pages of %i', async (limit) => {
    const seen: Item[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = await get(`best?limit=${limit}${from}`);
      expect(page.total).toBe(7);
      expect(page.headers.link !== undefined).toBe(page.nextCursor !== null);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual((await get('best')).items);
  });

  it.each([
    ['genre=comedy', ['Annie Hall', 'Clueless', 'Beetlejuice']],
    ['person=ryan%20gosling', ['Drive']],
    ['year=1988', ['Beetlejuice']],
    ['decade=1990', ['Clueless', 'Evita']],
    ['decade=2000', ['Gilda']],
    ['decade=1990&year=1996', ['Evita']],
    ['decade=1990&year=2011', []],
    ['decade=1990&genre=Comedy', ['Clueless']],
    ['decade=1990&minYear=1996', ['Evita']],
    ['decade=1990&minYear=1980&maxYear=1995', ['Clueless']],
    ['minYear=1988&maxYear=1995', ['Clueless', 'Beetlejuice']],
    ['year=1995&minYear=1996', []],
    ['genre=Western', []],
  ])('is filtered by %s, and its ranks count what is left', async (query, expected) => {
    const { items, total } = await get(`best?${query}`);
    expect(titles(items)).toEqual(expected);
    expect(items.map(({ rank }) => rank)).toEqual(expected.map((_, i) => i + 1));
    expect(total).toBe(expected.length);
    if (expected.length < 2) return;
    const first = await get(`best?${query}&limit=1`);
    const next = await get(`best?${query}&limit=1&cursor=${first.nextCursor}`);
    expect([titles(next.items), next.items[0]?.rank]).toEqual([[expected[1]], 2]);
  });

  it.each([
    ['worst', '#/chart'],
    ['constructor', '#/chart'],
    ['best?decade=1995', '#/decade'],
    ['best?decade=1860', '#/decade'],
    ['best?decade=2110', '#/decade'],
    ['best?year=x', '#/year'],
    ['best?minYear=1500', '#/minYear'],
    ['best?limit=0', '#/limit'],
    ['best?sort=title', '#/sort'],
    ['best?q=drive', '#/q'],
    ['best?country=FR', '#/country'],
    ['best?cursor=x', '#/cursor'],
  ])('refuses %s', async (query, pointer) => {
    expectProblem(await service.call('GET', `charts/${query}`), 400, 'invalid', pointer);
  });

  it('says what there is to choose from', async () => {
    const { body } = await service.call('GET', 'charts/worst');
    expect(body.errors[0].detail).toBe('Must be one of best, divisive, gems, rising.');
  });

  it('does not go on where another chart, or another filter, was left', async () => {
    const { nextCursor } = await get('best?limit=1');
    for (const other of ['gems?', 'best?genre=comedy&']) {
      const answer = await service.call('GET', `charts/${other}limit=1&cursor=${nextCursor}`);
      expectProblem(answer, 400, 'invalid', '#/cursor');
    }
  });
});

it('of a service where nobody has rated is empty', async () => {
  const service = await startService({}, { films: 5 });
  for (const chart of ['best', 'divisive', 'gems', 'rising']) {
    const { status, body } = await service.call('GET', `charts/${chart}`);
    expect([status, body]).toEqual([200, { items: [], nextCursor: null, total: 0 }]);
  }
  await service.stop();
});

it('is never led by an obscure film with two fives', async () => {
  const service = await startService({}, { films: 6 });
  const people: Person[] = [];
  for (let n = 0; n < 16; n++) people.push(await addPerson(service, `person${n}`));
  const rate = (who: number, movie: number, stars: number) =>
    service.call('PUT', `users/me/ratings/${movie}`, {
      token: people[who]!.token,
      body: { stars },
    });
  for (let who = 0; who < people.length; who++) {
    for (const [movie, stars] of [4.5, 4, 3, 2.5].entries()) {
      await rate(who, movie + 1, stars + (who % 3) / 4 - 0.25);
    }
  }
  const obscure = 6;
  await rate(0, obscure, 5);
  await rate(1, obscure, 5);
  await service.jobs.publishNow();
  const chart = async (name: string) =>
    (await service.call('GET', `charts/${name}`)).body.items.map(({ movie }: Item) => movie.id);
  expect(await chart('best')).toEqual([1, 2, 3, 4]);
  for (const name of ['gems', 'rising', 'divisive']) {
    const [first] = await chart(name);
    expect(first).not.toBe(obscure);
  }
  expect((await service.call('GET', `movies/${obscure}`)).body.score).toMatchObject({ mean: 5 });
  await service.stop();
});
