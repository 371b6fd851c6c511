import { performance } from 'node:perf_hooks';
import { observe } from '../../server/src/predictions/observations.js';
import { prepareTraining } from '../../server/src/predictions/training.js';
import { partsOf } from '../../server/src/predictions/work.js';
import type { DataSet } from '../scores/movielens.js';
import { say, type Target, table } from '../scores/report.js';
import { threads } from './threads.js';

const [RATINGS, USERS, MOVIES] = [32_000_000, 200_948, 84_432];
const GENRES = ['Comedy', 'Drama', 'Horror', 'Thriller', 'Western'];

/** One sweep over as many ratings as MovieLens 32M has, made up: some users and movies have far more than others. */
export async function size(_: DataSet): Promise<Target[]> {
  say('\n## 32 million ratings, made up\n');
  const users = new Int32Array(RATINGS);
  const movies = new Int32Array(RATINGS);
  const steps = new Uint8Array(RATINGS);
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let k = 0; k < RATINGS; k++) {
    users[k] = Math.floor(USERS * uniform() ** 2);
    movies[k] = Math.floor(MOVIES * uniform() ** 4);
    steps[k] = 10 * Math.floor(11 * Math.sqrt(uniform()));
  }
  const ids = (count: number) => Float64Array.from({ length: count }, (_, row) => row);
  let start = performance.now();
  const lap = () => {
    const seconds = (performance.now() - start) / 1000;
    start = performance.now();
    return seconds;
  };
  const list = { userIds: ids(USERS), movieIds: ids(MOVIES), users, movies, steps };
  const observations = observe(list);
  const ordered = lap();
  const facts = Array.from({ length: MOVIES }, (_, row) => ({
    genres: [GENRES[row % GENRES.length]!],
    year: 1950 + (row % 75),
  }));
  const training = prepareTraining(observations, facts);
  const { crew, stop } = await threads(training, 2);
  // Without what is the same in every sweep.
  for (const { beliefs, moments } of [training.users, training.movies]) {
    beliefs.covariances.fill(0.001);
    moments.fill(0.001);
  }
  lap();
  await crew(partsOf('users', training.users.rows));
  await crew(partsOf('movies', training.movies.rows));
  const sweep = lap();
  await crew(partsOf('spread', training.users.rows));
  await crew(partsOf('gather', training.movies.rows));
  const pass = lap();
  // In kilobytes, and with the lists that it was made up in.
  const megabytes = process.resourceUsage().maxRSS / 1024;
  await stop();
  table(
    ['what', 'is'],
    [
      ['ratings both ways', `${ordered.toFixed(1)} s`],
      ['one sweep, two threads', `${sweep.toFixed(1)} s`],
      ['one pass of who watched what', `${pass.toFixed(1)} s`],
      ['resident at most', `${megabytes.toFixed(0)} MB`],
    ],
  );
  return [
    { name: 'a sweep of 32 million ratings, seconds', value: sweep, atMost: 60 },
    { name: 'resident at most, MB', value: megabytes, atMost: 2000 },
  ];
}
