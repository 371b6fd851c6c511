import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

let service: Service;
let root: Person;
let ana: Person;
let ben: Person;
let movies: number[];

beforeAll(async () => {
  service = await startService({}, { films: 0, now: () => NOW });
  root = await addPerson(service, 'root');
  ana = await addPerson(service, 'Ana');
  ben = await addPerson(service, 'ben');
  movies = [];
  for (const [title, year, stars, others] of [
    ['Alien', 1979, 5, 3.5],
    ['Brazil', 1985, 0.05, 2],
    ['Casablanca', null, 3.55, 3.5],
    ['Dune', 1984, 3.5, null],
  ] as const) {
    const people = { directors: [{ name: 'Ida' }], cast: [{ name: 'Cary' }] };
    const body = { title, ...(year && { year }), genres: ['Drama'], ...people };
    const { id } = (await service.call('POST', 'movies', { token: root.token, body })).body;
    movies.push(id);
    await put(ana, id, { stars, ratedAt: `${year ?? 2026}-02-28T23:59:59.999Z` });
    if (others !== null) await put(ben, id, { stars: others });
  }
  await service.jobs.publishNow();
});
afterAll(() => service.stop());

const put = ({ token }: Person, movie: number, body: object) =>
  service.call('PUT', `users/me/ratings/${movie}`, { token, body });
const of = (user: string | number, token?: string) =>
  service.call('GET', `users/${user}/statistics`, { token });
const change = (user: Person, body: object) =>
  service.call('PATCH', `users/${user.id}`, { token: root.token, body });

it('tells in stars what the ratings are made of', async () => {
  const { status, body } = await of('ana');
  expect(status).toBe(200);
  const published = await Promise.all(
    movies.map(async (id) => (await service.call('GET', `movies/${id}`)).body.score.stars),
  );
  const crowdMean = published.reduce((sum, stars) => sum + stars, 0) / 4;
  const taste = { count: 4, mean: 12.1 / 4, crowdMean: expect.closeTo(crowdMean, 9) };
  const { months, ...rest } = body;
  expect(rest).toEqual({
    count: 4,
    mean: 12.1 / 4,
    median: 3.525,
    histogram: [1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1],
    genres: [{ name: 'Drama', ...taste }],
    decades: [
      { decade: 1980, count: 2, mean: 1.775, crowdMean: expect.any(Number) },
      { decade: 1970, count: 1, mean: 5, crowdMean: expect.closeTo(published[0], 9) },
    ],
    years: [
      { year: 1979, count: 1, mean: 5, crowdMean: expect.closeTo(published[0], 9) },
      { year: 1984, count: 1, mean: 3.5, crowdMean: expect.any(Number) },
      { year: 1985, count: 1, mean: 0.05, crowdMean: expect.any(Number) },
    ],
    directors: [{ id: expect.any(Number), name: 'Ida', ...taste }],
    actors: [{ id: expect.any(Number), name: 'Cary', ...taste }],
    crowd: {
      compared: 3,
      meanDifference: expect.closeTo(-0.4 / 3, 12),
      meanDistance: expect.closeTo(3.5 / 3, 12),
      correlation: expect.closeTo(0.9586, 4),
      agreement: 1 / 3,
      higher: [
        disagreement(0, 'Alien', 1979, 5, 3.5),
        disagreement(2, 'Casablanca', null, 3.55, 3.5),
      ],
      lower: [disagreement(1, 'Brazil', 1985, 0.05, 2)],
    },
    percentiles: [
      { stars: 0.05, count: 1, percentile: 12 },
      { stars: 3.5, count: 1, percentile: 37 },
      { stars: 3.55, count: 1, percentile: 62 },
      { stars: 5, count: 1, percentile: 87 },
    ],
    overTime: [
      { year: 1979, count: 1, mean: 5 },
      { year: 1984, count: 1, mean: 3.5 },
      { year: 1985, count: 1, mean: 0.05 },
      { year: 2026, count: 1, mean: 3.55 },
    ],
  });
  expect(months).toHaveLength(24);
  expect(months[0]).toEqual({ month: '2024-04', count: 0, mean: null });
  expect(months.slice(-2)).toEqual([
    { month: '2026-02', count: 1, mean: 3.55 },
    { month: '2026-03', count: 0, mean: null },
  ]);
});

function disagreement(
  n: number,
  title: string,
  year: number | null,
  stars: number,
  othersMean: number,
) {
  return { movieId: movies[n], title, year, stars, othersMean, othersCount: 1 };
}

it('has nulls and empty lists for who has rated nothing', async () => {
  const { id } = await addPerson(service, 'cleo');
  const { months, ...body } = (await of(id)).body;
  expect(body).toEqual({
    count: 0,
    mean: null,
    median: null,
    histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    genres: [],
    decades: [],
    years: [],
    directors: [],
    actors: [],
    crowd: {
      compared: 0,
      meanDifference: null,
      meanDistance: null,
      correlation: null,
      agreement: null,
      higher: [],
      lower: [],
    },
    percentiles: [],
    overTime: [],
  });
  expect(months).toHaveLength(24);
});

it('is the same for me, for the handle in any letters and for anyone', async () => {
  const { body } = await of('me', ana.token);
  for (const [user, token] of [
    ['ANA', undefined],
    [ana.id, ben.token],
    ['ana', root.token],
  ] as const) {
    expect((await of(user, token)).body).toEqual(body);
  }
  expectProblem(await of('me'), 401, 'sign-in-required');
  expectProblem(await of('nobody'), 404, 'user-not-found');
});

it('follows the others at once, and has another ETag then', async () => {
  // What is published meanwhile would be news as well.
  await service.jobs.publishNow();
  const before = await of('ana');
  const { etag } = before.headers;
  const known = () =>
    service.call('GET', 'users/ana/statistics', { headers: { 'if-none-match': String(etag) } });
  expect(await known()).toMatchObject({ status: 304, body: '' });
  await put(ben, movies[3] as number, { stars: 3 });
  const after = await known();
  expect(after.status).toBe(200);
  expect(after.body.crowd).toMatchObject({ compared: 4, agreement: 0.5 });
  await service.call('DELETE', `users/me/ratings/${movies[3]}`, { token: ben.token });
  await service.jobs.publishNow();
  expect((await of('ana')).body).toEqual(before.body);
});

it('shows a private profile to its user and to an ADMIN alone', async () => {
  await change(ana, { privacy: 'private' });
  for (const token of [undefined, ben.token]) {
    expectProblem(await of('ana', token), 404, 'user-not-found');
  }
  for (const token of [ana.token, root.token]) {
    expect((await of(ana.id, token)).status).toBe(200);
  }
  // Others still count a private user’s ratings among everyone’s.
  expect((await of('ben')).body.crowd.compared).toBe(3);
  await change(ana, { privacy: 'public' });
});

it('shows a disabled user as the list of their ratings does', async () => {
  await change(ben, { disabled: true });
  for (const token of [undefined, ana.token, root.token]) {
    const list = await service.call('GET', 'users/ben/ratings', { token });
    expect((await of('ben', token)).status).toBe(list.status);
  }
  await change(ben, { disabled: false });
});

it('asks who it is where reading is not public', async () => {
  const closed = await startService({ PUBLIC_READ: 'false' }, { films: 0 });
  const { token } = await addPerson(closed, 'root');
  expectProblem(await closed.call('GET', 'users/root/statistics'), 401, 'sign-in-required');
  expect((await closed.call('GET', 'users/root/statistics', { token })).status).toBe(200);
  await closed.stop();
});

it('refuses parameters that it has not', async () => {
  const answer = await service.call('GET', 'users/ana/statistics?months=3');
  const list = await service.call('GET', 'users/ana?months=3');
  expect(answer.status).toBe(list.status);
});
