import type { UserId } from '../users/user.js';
import { type MarkedFilm, type Marking, markFilms } from './mark-films.js';
import type { Kept, KeptPopular, PopularFilms, PopularRequest } from './outside.js';

type Needs = Marking & {
  /** Null without an outside catalogue: then our own ratings tell. */
  outside: KeptPopular | null;
  here: PopularFilms;
};

export type PopularList = {
  source: 'tmdb' | 'local';
  page: number;
  totalPages: number;
  items: MarkedFilm[];
  kept: Omit<Kept<unknown>, 'value'> | null;
};

/** The popular films, outside when there is an outside, each as the viewer knows it. */
export async function listPopular(
  { outside, here, ...marking }: Needs,
  viewerId: UserId | null,
  request: PopularRequest,
): Promise<PopularList> {
  const kept = outside === null ? null : await outside.popular(request);
  const { page, totalPages, items } = kept?.value ?? (await here.popular(request));
  return {
    source: kept === null ? 'local' : 'tmdb',
    page,
    totalPages,
    items: await markFilms(marking, viewerId, items),
    kept: kept && { fetchedAt: kept.fetchedAt, from: kept.from },
  };
}
