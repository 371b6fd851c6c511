import { afterEach, expect, it } from 'vitest';
import {
  MOST_POPULAR_PAGES,
  POPULAR_A_PAGE,
  type PopularFilm,
  type PopularFilms,
} from '../../src/catalogue/outside.js';

export type Opened = { popular: PopularFilms; close(): Promise<void> };

/** `open` makes a source that has so many films, titled `Film 1`, `Film 2`, … in no order that matters. */
export function popularFilmsContract(open: (films: number) => Promise<Opened>): void {
  let close = async () => {};
  afterEach(() => close());

  async function begin(films: number) {
    const opened = await open(films);
    close = opened.close;
    return (page: number) => opened.popular.popular({ page, language: null, region: null });
  }

  it('has every film once, over all of its pages', async () => {
    const page = await begin(45);
    const titles: string[] = [];
    for (const number of [1, 2, 3]) {
      const { items, ...rest } = await page(number);
      expect(rest).toEqual({ page: number, totalPages: 3 });
      expect(items).toHaveLength(number < 3 ? POPULAR_A_PAGE : 5);
      titles.push(...items.map(({ title }) => title));
    }
    const all = Array.from({ length: 45 }, (_, i) => `Film ${i + 1}`);
    expect(titles.toSorted()).toEqual(all.toSorted());
  });

  it('says the same when it is asked the same', async () => {
    const page = await begin(25);
    expect(await page(1)).toEqual(await page(1));
    expect(await page(2)).toEqual(await page(2));
  });

  it('tells of each film all that a list shows, and null for what it does not know', async () => {
    const page = await begin(3);
    const { items } = await page(1);
    expect(items).toHaveLength(3);
    // Not every source knows the genres.
    for (const { genres = [], ...film } of items) {
      expect(genres.every((genre) => genre !== '')).toBe(true);
      expect(Object.keys(film).toSorted()).toEqual(FIELDS);
      expect(film.tmdbId ?? film.movieId).not.toBeNull();
      for (const value of Object.values(film)) expect(value).not.toBe('');
      expect(film.year).toBe(film.releaseDate && Number(film.releaseDate.slice(0, 4)));
    }
  });

  it.each([2, 4, MOST_POPULAR_PAGES])('has nothing on page %i, past the end', async (number) => {
    const page = await begin(20);
    expect(await page(number)).toEqual({ page: number, totalPages: 1, items: [] });
  });

  it('has no page at all without films', async () => {
    const page = await begin(0);
    expect(await page(1)).toEqual({ page: 1, totalPages: 0, items: [] });
  });
}

const FIELDS = Object.keys({
  tmdbId: '',
  movieId: null,
  title: '',
  year: null,
  releaseDate: null,
  posterUrl: null,
  overview: null,
} satisfies PopularFilm).toSorted();
