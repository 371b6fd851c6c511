import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let people: Person[];

beforeAll(async () => {
  service = await startService({}, { films: 5 });
  people = await Promise.all(['root', 'ana', 'bob'].map((handle) => addPerson(service, handle)));
});
afterAll(() => service.stop());

const rate = (who: number, movie: number, stars: number) =>
  service.call('PUT', `users/me/ratings/${movie}`, { token: people[who]!.token, body: { stars } });
const scoreOf = async (movie: number) => (await service.call('GET', `movies/${movie}/score`)).body;
const published = async (movie: number) => {
  await service.jobs.publishNow();
  return (await service.call('GET', `movies/${movie}`)).body.score;
};

it('is nothing while nobody has rated, and says how it would be computed', async () => {
  expect(await published(1)).toBeNull();
  expect(await scoreOf(1)).toEqual({
    stars: null,
    low: null,
    high: null,
    count: 0,
    mean: null,
    histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    method: {
      version: 'shrunk-mean-1',
      formula: '(count × mean + k × μ) / (count + k)',
      priorRatings: 4,
      priorMean: 2.5,
    },
  });
});

it('is the mean drawn towards the mean of all ratings, as if by four more of them', async () => {
  await rate(0, 1, 5);
  await rate(1, 1, 4);
  await rate(2, 2, 1);
  // By hand: all ratings have the mean (5 + 4 + 1) / 3 = 10/3; movie 1 has two with the mean 4.5.
  const first = await published(1);
  expect(first).toMatchObject({ count: 2, mean: 4.5 });
  expect(first.stars).toBeCloseTo((2 * 4.5 + (4 * 10) / 3) / (2 + 4), 12);
  const second = await published(2);
  expect(second).toMatchObject({ count: 1, mean: 1 });
  expect(second.stars).toBeCloseTo((1 + (4 * 10) / 3) / (1 + 4), 12);
  for (const { low, high, stars } of [first, second]) {
    expect(low).toBeLessThan(stars);
    expect(high).toBeGreaterThan(stars);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(5);
  }
});

it('is explained with the very numbers that are published', async () => {
  const { stars, low, high, count, mean } = await published(1);
  const explained = await scoreOf(1);
  expect(explained).toMatchObject({ stars, low, high, count, mean });
  expect(explained.method.priorMean).toBeCloseTo(10 / 3, 12);
  expect(explained.histogram).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
});

it('moves with a job, while count and mean are exact at once', async () => {
  const before = await published(1);
  await rate(2, 1, 0);
  expect(await scoreOf(1)).toMatchObject({ count: 3, mean: 3 });
  expect(await published(1)).toMatchObject({ count: 3, mean: 3 });
  expect((await published(1)).stars).toBeLessThan(before.stars);
});

it('leans on all ratings: one of another movie moves it too', async () => {
  const before = (await published(1)).stars;
  await rate(0, 3, 5);
  await rate(1, 3, 5);
  expect((await published(1)).stars).toBeGreaterThan(before);
});

it('goes when the last rating goes', async () => {
  await service.call('DELETE', 'users/me/ratings/2', { token: people[2]!.token });
  expect(await published(2)).toBeNull();
});

it('sorts the list of movies, the unrated behind the rated', async () => {
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
