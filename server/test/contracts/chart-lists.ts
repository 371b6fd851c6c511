import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovieId, MovieWish } from '../../src/movies/movie.js';
import type { MovieFilter } from '../../src/movies/ports.js';
import type { Store } from '../../src/ports.js';
import { CHARTS, type ChartPlace } from '../../src/scores/chart-list.js';
import type { Charts } from '../../src/scores/ports.js';
import { type Charted, publishCharts } from '../support/charts.js';
import { ALL, addMovie, NOW, walk } from '../support/some.js';

/** Movies in the order of charts. */
export function chartListsContract(open: () => Promise<Store>): void {
  describe('charts', () => {
    let store: Store;
    const idOf = new Map<string, MovieId>();

    // In the order of their ids; a third of a star has no end in binary, and still ties.
    const films: [facts: Partial<MovieWish>, count: number, places: Partial<Charts>][] = [
      [{ title: 'Alien', year: 1979, genres: ['Horror'] }, 40, { best: 13 / 3, divisive: 0.5 }],
      [{ title: 'Brazil', year: 1985, genres: ['Satire'] }, 12, { best: 13 / 3, gem: 13 / 3 }],
      [{ title: 'Casablanca', year: 1942 }, 12, { best: 13 / 3, gem: 4, rising: 4.5 }],
      [{ title: 'Dune', year: 1984, directors: [{ name: 'David Lynch' }] }, 30, { best: 2.5 }],
      [{ title: 'Eraserhead', directors: [{ name: 'David Lynch' }] }, 30, { best: 4.4 }],
      [{ title: 'Fargo', year: 1996 }, 2, {}],
    ];

    beforeAll(async () => {
      store = await open();
      const charted: Charted[] = [];
      for (const [facts, count, places] of films) {
        const { id } = await addMovie(store, facts);
        idOf.set(String(facts.title), id);
        charted.push({ movieId: id, count, ...places });
      }
      await publishCharts(store, charted);
    });
    afterAll(() => store.close());

    const list = (filter: Omit<MovieFilter, 'q'> = {}, page = ALL) =>
      store.charts.list('best', filter, page);
    const titles = (places: ChartPlace[]) => places.map(({ movie }) => movie.title);
    const BEST = ['Eraserhead', 'Alien', 'Casablanca', 'Brazil', 'Dune'];

    it('have the most first, of equals the one with more ratings, then the one that came last', async () => {
      const { items, next, total } = await list();
      expect(titles(items)).toEqual(BEST);
      expect([next, total]).toEqual([null, 5]);
      expect(items.map(({ value }) => value)).toEqual([4.4, 13 / 3, 13 / 3, 13 / 3, 2.5]);
    });

    it('have each those movies that are on it', async () => {
      const all = await Promise.all(CHARTS.map((chart) => store.charts.list(chart, {}, ALL)));
      expect(all.map(({ items }) => titles(items))).toEqual([
        BEST,
        ['Alien'],
        ['Brazil', 'Casablanca'],
        ['Casablanca'],
      ]);
      expect(all.map(({ total }) => total)).toEqual([5, 1, 2, 1]);
    });

    it('have whole movies', async () => {
      const [{ movie }] = (await list()).items as [ChartPlace];
      expect(movie).toEqual(await store.movies.find(idOf.get('Eraserhead') as MovieId));
    });

    it.each([1, 2, 3, 4, 5])('go on with their ranks in pages of %i', async (limit) => {
      const seen = await walk((page) => list({}, page), limit);
      expect(titles(seen)).toEqual(BEST);
      expect(seen.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    });

    it.each<[what: string, filter: Omit<MovieFilter, 'q'>, expected: string[]]>([
      ['a genre', { genre: 'horror' }, ['Alien']],
      ['years', { minYear: 1979, maxYear: 1984 }, ['Alien', 'Dune']],
      ['a person', { person: 'David Lynch' }, ['Eraserhead', 'Dune']],
      ['a person and a year', { person: 'David Lynch', minYear: 1900 }, ['Dune']],
      ['what fits nothing', { genre: 'Western' }, []],
    ])('are filtered by %s, their ranks and total too', async (_, filter, expected) => {
      const { items, total } = await list(filter);
      expect(titles(items)).toEqual(expected);
      expect(items.map(({ rank }) => rank)).toEqual(expected.map((_, i) => i + 1));
      expect(total).toBe(expected.length);
      expect(titles(await walk((page) => list(filter, page), 1))).toEqual(expected);
    });

    it('lose what is removed, and then begin with the next', async () => {
      const { id } = await addMovie(store, { title: 'Gaslight' });
      await publishCharts(store, [{ movieId: id, count: 50, rising: 5 }]);
      expect(titles((await store.charts.list('rising', {}, ALL)).items)).toEqual([
        'Gaslight',
        'Casablanca',
      ]);
      await store.movies.remove(id, NOW);
      const { items, total } = await store.charts.list('rising', {}, ALL);
      expect([titles(items), items[0]?.rank, total]).toEqual([['Casablanca'], 1, 1]);
    });
  });

  it('a chart of no movies is empty', async () => {
    const store = await open();
    await addMovie(store);
    for (const chart of CHARTS) {
      const nothing = { items: [], next: null, total: 0 };
      expect(await store.charts.list(chart, {}, ALL)).toEqual(nothing);
      expect(await store.charts.list(chart, { genre: 'Drama' }, ALL)).toEqual(nothing);
    }
    await store.close();
  });
}
