import { requestOf } from '../load/load.js';
import type { Rated } from './data.js';
import { ratingsBy } from './service.js';
import { typed } from './titles.js';

const HOT = 20;

/** What people ask all day, in shares of a hundred: hot films, lists and search, profiles, and ratings if wanted. */
export async function mixture({ people, movieIds }: Rated) {
  const get = (path: string) => requestOf({ path: `/api/v1/${path}` });
  const lists = ['movies?limit=20', 'movies?limit=20&sort=-score', 'charts/best'].map(get);
  const searches = await typed(20, movieIds.length);
  return {
    reads: [
      { share: 80, requests: movieIds.slice(0, HOT).map((id) => get(`movies/${id}`)) },
      { share: 10, requests: [...searches, ...searches.flatMap(() => lists)] },
      { share: 5, requests: people.map(({ id }) => get(`users/${id}/ratings?limit=20`)) },
    ],
    ratings: { share: 5, requests: ratingsBy(people, movieIds, 20_000) },
  };
}
