import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { recomputed } from '../support/recomputed.js';
import { type Service, startService } from '../support/service.js';

const DAY = 24 * 60 * 60_000;
let service: Service;
let people: Person[];
let now = Date.parse('2026-03-01T12:00:00Z');

beforeAll(async () => {
  service = await startService({}, { films: 5, now: () => now });
  people = await Promise.all(['root', 'ana', 'bob'].map((handle) => addPerson(service, handle)));
});
afterAll(() => service.stop());

const rate = (who: number, movie: number, stars: number) =>
  service.call('PUT', `users/me/ratings/${movie}`, { token: people[who]!.token, body: { stars } });
const scoreOf = async (movie: number, query = '') =>
  (await service.call('GET', `movies/${movie}/score${query}`)).body;
const published = async (movie: number) => {
  await service.jobs.publishNow();
  return (await service.call('GET', `movies/${movie}`)).body.score;
};

it('is nothing while nobody has rated, and says what it would begin with', async () => {
  expect(await published(1)).toBeNull();
  expect(await scoreOf(1)).toMatchObject({
    stars: null,
    low: null,
    high: null,
    count: 0,
    mean: null,
    histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    effectiveVotes: 0,
    weights: [],
    prior: { stars: 3, weight: 4.8 },
    confidence: 'low',
    unusual: [],
    explanation: {
      en: ['There is no score yet. Films of its genres and year usually get about 3.0.'],
      es: [
        'Todavía no hay nota. Las películas de sus géneros y su año suelen recibir alrededor de 3,0.',
      ],
    },
    method: { version: 'habits-1', document: '/methods/habits-1' },
    previous: null,
    at: null,
    timeline: [],
  });
});

it('is published, and explained with the very numbers it is made of', async () => {
  await rate(0, 1, 5);
  await rate(1, 1, 4);
  await rate(2, 2, 1);
  for (const [movie, count, mean] of [
    [1, 2, 4.5],
    [2, 1, 1],
  ] as const) {
    const score = await published(movie);
    const explained = await scoreOf(movie);
    const { stars, low, high } = score;
    expect(score).toMatchObject({ count, mean });
    expect(explained).toMatchObject({ stars, low, high, count, mean });
    expect(recomputed(explained)).toBeCloseTo(stars, 9);
    const lost = explained.weights.reduce(
      (sum: number, one: { lost: number }) => sum + one.lost,
      0,
    );
    expect(explained.effectiveVotes + lost).toBeCloseTo(count, 9);
    expect(low).toBeLessThan(stars);
    expect(high).toBeGreaterThan(stars);
  }
  expect((await scoreOf(1)).histogram).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
});

it('says in words why so few ratings prove little, in two languages', async () => {
  const { en, es } = (await scoreOf(1)).explanation;
  expect(en[0]).toMatch(
    /^\d\.\d stars from 2 ratings\. If everyone rated it, .+ between \d\.\d and \d\.\d\.$/,
  );
  expect(en.join(' ')).toContain('so few ratings prove little');
  expect(es[0]).toMatch(/^\d,\d estrellas con 2 valoraciones\./);
  expect(es).toHaveLength(en.length);
});

it('moves with a job, while count and mean are exact at once', async () => {
  const before = await published(1);
  await rate(2, 1, 0);
  expect(await scoreOf(1)).toMatchObject({ count: 3, mean: 3 });
  expect(await published(1)).toMatchObject({ count: 3, mean: 3 });
  expect((await published(1)).stars).toBeLessThan(before.stars);
});

it('can be had as it was on any past day, and its days make a timeline', async () => {
  const first = await published(1);
  now += 3 * DAY;
  await rate(2, 1, 5);
  const later = await published(1);
  expect(later.stars).toBeGreaterThan(first.stars);
  const { timeline } = await scoreOf(1);
  expect(timeline.map(({ day, count }: Record<string, unknown>) => [day, count])).toEqual([
    ['2026-03-01', 3],
    ['2026-03-04', 3],
  ]);
  for (const day of ['2026-03-01', '2026-03-03']) {
    const past = await scoreOf(1, `?at=${day}`);
    expect(past).toMatchObject({ ...first, at: day, votes: null, explanation: null });
    expect(past.histogram).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
  }
  expect(await scoreOf(1, '?at=2026-03-04')).toMatchObject({ ...later, at: null });
  const none = { stars: null, count: 0, mean: null, timeline: [], at: '2026-02-28' };
  expect(await scoreOf(1, '?at=2026-02-28')).toMatchObject(none);
  for (const at of ['2026-03-05', 'yesterday', '2026-02-30']) {
    expectProblem(await service.call('GET', `movies/1/score?at=${at}`), 400, 'invalid');
  }
});

it('names a document that says how it is made', async () => {
  const { method } = await scoreOf(1);
  const { status, body, headers } = await service.call('GET', method.document);
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(body).toContain(`method \`${method.version}\``);
  for (const name of ['nothing-1', '..%2F..%2Fpackage']) {
    const { status } = await service.call('GET', `/methods/${name}`);
    expect([400, 404]).toContain(status);
  }
});

it('goes when the last rating goes', async () => {
  await service.call('DELETE', 'users/me/ratings/2', { token: people[2]!.token });
  expect(await published(2)).toBeNull();
});

it('sorts the list of movies, the unrated behind the rated', async () => {
  await rate(0, 3, 4);
  await service.jobs.publishNow();
  const { items } = (await service.call('GET', 'movies?sort=-score')).body;
  const stars = items.map(({ score }: { score: { stars: number } | null }) => score?.stars ?? null);
  expect(stars.slice(0, 2)).toEqual([...stars.slice(0, 2)].sort((a, b) => b - a));
  expect(stars.slice(2)).toEqual([null, null, null]);
});

it('is of a movie that is there', async () => {
  expectProblem(await service.call('GET', 'movies/987654/score'), 404, 'movie-not-found');
  expect((await service.call('GET', 'movies/imdb:tt0120903/score')).status).toBeLessThan(500);
});
