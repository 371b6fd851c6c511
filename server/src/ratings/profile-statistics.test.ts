import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { addMovie, addUser, NOW, rate } from '../../test/support/some.js';
import type { MovieId } from '../movies/movie.js';
import type { Store } from '../ports.js';
import type { UserId } from '../users/user.js';
import { profileStatistics } from './profile-statistics.js';
import type { MovieTitle } from './statistics.js';

let store: Store;
let ana: UserId;
let ben: UserId;

beforeEach(async () => {
  store = await emptyStore();
  ana = (await addUser(store, 'ana')).id;
  ben = (await addUser(store, 'ben')).id;
});
afterEach(() => store.close());

const told = (userId: UserId, statistics = store.statistics) =>
  profileStatistics({ statistics, now: () => NOW }, userId);

it('has nothing to tell of who has rated nothing, but 24 months of it', async () => {
  const { months, ...rest } = await told(ana);
  expect(rest).toEqual({
    tally: { count: 0, sum: 0, histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
    median: null,
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

it('tells how the scale is used, where the user stands and when they rated', async () => {
  const alien = await addMovie(store, { title: 'Alien', year: 1979, genres: ['Horror'] });
  const brazil = await addMovie(store, { title: 'Brazil' });
  const casablanca = await addMovie(store, { title: 'Casablanca', year: 1942 });
  await rate(store, ana, alien.id, { stars: 5 });
  await rate(store, ana, brazil.id, { stars: 1.5, ratedAt: Date.parse('2024-06-30T23:59:59Z') });
  await rate(store, ana, casablanca.id, { stars: 4 });
  await rate(store, ben, alien.id, { stars: 3.5 });
  await rate(store, ben, brazil.id, { stars: 2 });
  expect(await told(ana)).toMatchObject({
    tally: { count: 3, sum: 210 },
    median: 4,
    genres: [{ name: 'Horror', count: 1, mean: 5 }],
    decades: [
      { decade: 1970, count: 1, mean: 5 },
      { decade: 1940, count: 1, mean: 4 },
    ],
    years: [
      { year: 1979, count: 1, mean: 5 },
      { year: 1942, count: 1, mean: 4 },
    ],
    crowd: {
      compared: 2,
      meanDifference: 0.5,
      meanDistance: 1,
      correlation: null,
      agreement: 0.5,
      higher: [
        {
          movieId: alien.id,
          title: 'Alien',
          year: 1979,
          stars: 100,
          othersMean: 3.5,
          othersCount: 1,
        },
      ],
      lower: [{ movieId: brazil.id, title: 'Brazil', year: null, stars: 30, othersMean: 2 }],
    },
    percentiles: [
      { stars: 30, count: 1, percentile: 16 },
      { stars: 80, count: 1, percentile: 50 },
      { stars: 100, count: 1, percentile: 83 },
    ],
    overTime: [
      { year: 2024, count: 1, mean: 1.5 },
      { year: 2026, count: 2, mean: 4.5 },
    ],
  });
});

it('leaves out the title of a movie that went meanwhile, and nothing else', async () => {
  const alien = await addMovie(store, { title: 'Alien' });
  await rate(store, ana, alien.id, { stars: 5 });
  await rate(store, ben, alien.id, { stars: 1 });
  const statistics = {
    ...store.statistics,
    async titles(ids: readonly MovieId[]): Promise<ReadonlyMap<MovieId, MovieTitle>> {
      await store.movies.remove(alien.id, NOW);
      return store.statistics.titles(ids);
    },
  };
  const { crowd } = await told(ana, statistics);
  expect(crowd).toMatchObject({ compared: 1, meanDifference: 4, higher: [], lower: [] });
});
