import { client, type Shape } from './api.ts';
import type { LongQuery } from './ui/use-long-list.ts';

export const SORTS = [
  '-ratedAt',
  'ratedAt',
  '-stars',
  'stars',
  '-releaseDate',
  'releaseDate',
  'title',
  '-title',
] as const;
type Sort = (typeof SORTS)[number];
export const USUAL_SORT: Sort = '-ratedAt';
export const LEAST_STARS = [5, 4.5, 4, 3.5, 3, 2.5, 2, 1];
/** As many as are seen at first come sooner than a page of the others. */
const FIRST = 40;
const A_PAGE = 100;

/** How somebody's ratings are sorted and narrowed. All of it stands in the address. */
export type Wanted = { sort: Sort; genre?: string; minStars?: number; q?: string };

/** What the address wants; what makes no sense there is passed over. */
export function wantedOf(query: URLSearchParams): Wanted {
  const genre = query.get('genre')?.slice(0, 50);
  const minStars = Number(query.get('stars'));
  const q = query.get('q')?.trim().slice(0, 200);
  return {
    sort: SORTS.find((one) => one === query.get('sort')) ?? USUAL_SORT,
    ...(genre && { genre }),
    ...(LEAST_STARS.includes(minStars) && { minStars }),
    ...(q && { q }),
  };
}

/** What somebody rated, as the address wants it. */
export function ratingsQuery(user: string, wanted: Wanted): LongQuery<Shape<'RatedMovie'>> {
  return {
    about: ['ratings', user, wanted],
    fetchPage: (cursor, signal) =>
      client.GET('/api/v1/users/{user}/ratings', {
        params: {
          path: { user },
          query: { ...wanted, ...(cursor === null ? { limit: FIRST } : { limit: A_PAGE, cursor }) },
        },
        signal,
      }),
  };
}
