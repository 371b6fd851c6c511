import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovieId } from '../../src/movies/movie.js';
import { popularity } from '../../src/movies/popularity.js';
import type { Store } from '../../src/ports.js';
import { addMovie, NO_MOVIE } from '../support/some.js';

/** More than half of what four bytes hold. */
const FAR_BEYOND = 3_000_000_000 as MovieId;

/** Our movies, as the films of an upload are compared with them. */
export function knownFilmsContract(open: () => Promise<Store>): void {
  describe('known films', () => {
    let store: Store;
    const ids: MovieId[] = [];

    beforeAll(async () => {
      store = await open();
      const facts = [
        {
          title: 'The Killer',
          originalTitle: '喋血雙雄',
          year: 1989,
          directors: [{ name: 'John Woo' }],
          cast: [{ name: 'Chow Yun-fat' }],
        },
        { title: 'Fargo', ids: { imdb: 'tt0116282', tmdb: '275', wikidata: 'Q222720' } },
        {
          title: 'The Matrix',
          year: 1999,
          directors: [{ name: 'Lana Wachowski' }, { name: 'Lilly Wachowski' }],
        },
      ];
      for (const film of facts) ids.push((await addMovie(store, film)).id);
    });
    afterAll(() => store.close());

    it('come page by page in the order of their ids', async () => {
      const [first, second, third] = ids as [MovieId, MovieId, MovieId];
      expect(await store.knownFilms.page(null, 2)).toEqual([
        { id: first, title: 'The Killer', originalTitle: '喋血雙雄', year: 1989 },
        { id: second, title: 'Fargo', originalTitle: null, year: null },
      ]);
      expect(await store.knownFilms.page(second, 2)).toMatchObject([{ id: third }]);
      expect(await store.knownFilms.page(third, 2)).toEqual([]);
    });

    it('are found by who directed them, whatever its letters', async () => {
      const [killer, , matrix] = ids as [MovieId, MovieId, MovieId];
      const names = ['JOHN WOÖ', 'Lilly Wachowski', 'Lana Wachowski', 'Chow Yun-fat', 'Nobody'];
      const films = await store.knownFilms.directedBy(names);
      expect(films.sort((one, other) => one.id - other.id)).toEqual([
        { id: killer, year: 1989 },
        { id: matrix, year: 1999 },
      ]);
      expect(await store.knownFilms.directedBy([])).toEqual([]);
    });

    it('are described with directors, outside ids and how well known they are', async () => {
      const films = await store.knownFilms.describe([...ids, NO_MOVIE, FAR_BEYOND]);
      const [killer, fargo, matrix] = films.sort((one, other) => one.id - other.id);
      expect(films).toHaveLength(3);
      expect(killer).toEqual({
        id: ids[0],
        title: 'The Killer',
        originalTitle: '喋血雙雄',
        year: 1989,
        directors: ['John Woo'],
        ids: { imdb: null, tmdb: null, wikidata: null },
        popularity: popularity(0, 0),
      });
      expect(fargo).toMatchObject({
        directors: [],
        ids: { imdb: 'tt0116282', tmdb: '275', wikidata: 'Q222720' },
      });
      expect(matrix?.directors.toSorted()).toEqual(['Lana Wachowski', 'Lilly Wachowski']);
      expect(await store.knownFilms.describe([])).toEqual([]);
    });

    it('are described without what is not wanted of them', async () => {
      const [killer, fargo] = ids as [MovieId, MovieId];
      const { knownFilms } = store;
      const without = { directors: [], ids: { imdb: null, tmdb: null, wikidata: null } };
      const bare = await knownFilms.describe([killer, fargo], { directors: false, ids: false });
      expect(bare.sort((one, other) => one.id - other.id)).toMatchObject([
        { title: 'The Killer', ...without },
        { title: 'Fargo', ...without },
      ]);
      const directed = await knownFilms.describe([killer], { directors: true, ids: false });
      expect(directed).toMatchObject([{ directors: ['John Woo'] }]);
      const known = await knownFilms.describe([fargo], { directors: false, ids: true });
      expect(known).toMatchObject([{ ids: { imdb: 'tt0116282' } }]);
    });

    it('are there or not', async () => {
      expect(await store.knownFilms.present([...ids, NO_MOVIE])).toEqual(new Set(ids));
      expect(await store.knownFilms.present([])).toEqual(new Set());
    });
  });
}
