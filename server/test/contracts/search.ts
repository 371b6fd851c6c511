import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { MovieFilter } from '../../src/movies/ports.js';
import type { Position } from '../../src/page.js';
import type { Store } from '../../src/ports.js';
import { someFilms } from '../support/films.js';
import { ALL, addMovie, aMovie, NOW } from '../support/some.js';

/** What people type, and what they mean by it, among a few thousand real films. */
export function searchContract(open: () => Promise<Store>): void {
  describe('the search', () => {
    let store: Store;

    beforeAll(async () => {
      store = await open();
      await store.catalogue.load(await someFilms(4000), NOW, () => {});
      await addMovie(store, {
        title: 'Spirited Away',
        originalTitle: '千と千尋の神隠し',
        year: 2001,
      });
      await addMovie(store, { title: 'Burning', originalTitle: '버닝', year: 2018 });
      await addMovie(store, { title: 'The Return', originalTitle: 'Возвращение', year: 2003 });
      await addMovie(store, {
        title: 'The Yoshino House',
        originalTitle: '𠮷野家の物語',
        directors: [{ name: 'Øyvind Þór Šukys' }],
      });
    }, 60_000);
    afterAll(() => store.close());

    const search = async (q: string) => {
      const sort = [{ by: 'relevance', descending: false } as const];
      const { items, total } = await store.movies.list({ q }, sort, ALL);
      return { titles: items.map(({ title, year }) => `${title} (${year})`), total };
    };

    const everyPage = async (filter: MovieFilter, descending: boolean) => {
      const ids: number[] = [];
      let after: Position | null = null;
      do {
        const sort = [{ by: 'relevance', descending } as const];
        const page = await store.movies.list(filter, sort, { limit: 90, after });
        ids.push(...page.items.map(({ id }) => id));
        after = page.next;
        expect(page.total).toBeGreaterThanOrEqual(ids.length);
        if (after === null) expect(page.total).toBe(ids.length);
      } while (after !== null);
      return ids;
    };

    it.each([
      ['matrix', 'The Matrix (1999)'],
      ['matri', 'The Matrix (1999)'],
      ['The Matrix', 'The Matrix (1999)'],
      ['matrix the', 'The Matrix (1999)'],
      ['  MATRIX,  the!', 'The Matrix (1999)'],
      ['shawshenk', 'The Shawshank Redemption (1994)'],
      ['redemption shawshank', 'The Shawshank Redemption (1994)'],
      ['amelie', 'Amélie (2001)'],
      ['amélie', 'Amélie (2001)'],
      ['ame\u0301lie', 'Amélie (2001)'],
      ['spiderman', 'Spider-Man (2002)'],
      ['spider man', 'Spider-Man (2002)'],
      ['starwars', 'Star Wars (1977)'],
      ['x men', 'X-Men (2000)'],
      ['schindlers list', "Schindler's List (1993)"],
      ['schindler’s list', "Schindler's List (1993)"],
      ['schindler s list', "Schindler's List (1993)"],
      ['rocky 2', 'Rocky II (1979)'],
      ['rocky ii', 'Rocky II (1979)'],
      ['godfather 2', 'The Godfather Part II (1974)'],
      ['godfathr', 'The Godfather Part II (1974)'],
      ['8 1/2', '8½ (1963)'],
      ['8½', '8½ (1963)'],
      ['wall e', 'WALL-E (2008)'],
      ['wall·e', 'WALL-E (2008)'],
      ['leon', 'Léon: The Professional (1994)'],
      ['forest gump', 'Forrest Gump (1994)'],
      ['pyscho', 'Psycho (1960)'],
      ['silence of the lams', 'The Silence of the Lambs (1991)'],
      ['inglorious basterds', 'Inglourious Basterds (2009)'],
      ['12 angry men', '12 Angry Men (1957)'],
      ['up', 'Up (2009)'],
      ['seven', 'Seven (1995)'],
      ['fast & furious', 'Fast & Furious (2009)'],
      ['fast and furious', 'Fast & Furious (2009)'],
      ['tarantino', 'Pulp Fiction (1994)'],
      ['quentin tarantino', 'Pulp Fiction (1994)'],
      ['nolan inception', 'Inception (2010)'],
      ['hitchcok', 'Psycho (1960)'],
      ['千と千尋の神隠し', 'Spirited Away (2001)'],
      ['千と千尋', 'Spirited Away (2001)'],
      ['버닝', 'Burning (2018)'],
      ['возвращение', 'The Return (2003)'],
      ['ВОЗВРАЩЕНИЕ', 'The Return (2003)'],
      ['возвращенее', 'The Return (2003)'],
      ['𠮷野家の物語', 'The Yoshino House (null)'],
      ['oyvind', 'The Yoshino House (null)'],
      ['thor sukys', 'The Yoshino House (null)'],
    ])('finds for "%s" first %s', async (q, expected) => {
      expect((await search(q)).titles[0]).toBe(expected);
    });

    it.each(['zzzzqqq', 'matrix zzzzqqq', '!!!', '', ' ', '"', '*', '()', '☠', '\u0301', '\0'])(
      'finds nothing for %j',
      async (q) => {
        expect(await search(q)).toEqual({ titles: [], total: 0 });
      },
    );

    it.each([
      'matrix NOT',
      'NEAR(matrix)',
      'title:matrix',
      'people : matrix',
      '"matrix',
      'matrix*',
      '^matrix',
      '-matrix',
      '{title}: matrix',
      "matrix'; drop table movies --",
    ])('takes no command from %j', async (q) => {
      const { titles } = await search(q);
      expect(titles.every((title) => /matrix/i.test(title))).toBe(true);
      expect((await search('matrix')).total).toBeGreaterThan(0);
    });

    it.each([
      ['titanic 1997', 'Titanic (1997)'],
      ['tom hanks 1994', 'Forrest Gump (1994)'],
      ['matrix reloaded please', 'The Matrix Reloaded (2003)'],
    ])('finds most of %j, or what is of its year', async (q, expected) => {
      expect((await search(q)).titles[0]).toBe(expected);
    });

    it('answers whatever is typed', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 12 }), async (q) => {
          const { titles, total } = await search(q);
          expect(titles.length).toBe(Math.min(total, 100));
        }),
        { numRuns: 150 },
      );
    });

    it('finds every film by its own title', async () => {
      const { films } = await someFilms(4000);
      const every = films.filter((_, i) => i % 40 === 0);
      for (const { title, year } of every) {
        expect((await search(title)).titles, title).toContain(`${title} (${year})`);
      }
    });

    it('takes articles for words when there is nothing else', async () => {
      expect((await search('the')).total).toBeGreaterThan(0);
    });

    it('puts a whole title before a more popular film that only begins so', async () => {
      const { titles } = await search('alien');
      expect(titles[0]).toBe('Alien (1979)');
      expect(titles).toContain('Aliens (1986)');
    });

    it('puts a beginning before a word within, in letters beyond the first plane too', async () => {
      await addMovie(store, { title: '𠮷川物語' });
      await addMovie(store, { title: 'Film 𠮷川' });
      expect((await search('𠮷川')).titles).toEqual(['𠮷川物語 (null)', 'Film 𠮷川 (null)']);
    });

    it('puts films of a title before films of people', async () => {
      const { titles } = await search('hitchcock');
      expect(titles[0]).toBe('Hitchcock (2012)');
      expect(titles).toContain('Psycho (1960)');
    });

    it('corrects to the words of a film that came after others were corrected, and of none that was taken back', async () => {
      const none = { titles: [], total: 0 };
      expect(await search('zyzzogetn')).toEqual(none);
      const givenUp = store.atomically(async (tx) => {
        await addMovie(tx, { title: 'Quetzalcoatlus' });
        const { total } = await tx.movies.list({ q: 'quetzalcoatlos' }, [], ALL);
        throw new Error(`found ${total}`);
      });
      await expect(givenUp).rejects.toThrow('found 1');
      expect(await search('quetzalcoatlos')).toEqual(none);
      await addMovie(store, { title: 'Zyzzogeton' });
      expect((await search('zyzzogetn')).titles).toEqual(['Zyzzogeton (null)']);
    });

    it.each([
      ['the', {}],
      ['th', {}],
      ['j', {}],
      ['ma', { minYear: 1990 }],
      ['a', { genre: 'Drama', maxYear: 2010 }],
      ['man', {}],
      ['s t', {}],
      ['ma t', {}],
      ['ma t zzyzzx', {}],
      ['mar t', { minYear: 1990 }],
    ])(
      'gives page after page of the many that match %j and %j, as all of them sorted',
      async (q, others) => {
        const filter = { q, ...others };
        expect(await everyPage(filter, false)).toEqual(
          (await everyPage(filter, true)).toReversed(),
        );
      },
    );

    it('counts many as they were a moment ago or are now, and finds at once what has just come', async () => {
      const best = (others = {}) =>
        store.movies.list({ q: 'th', ...others }, [{ by: 'relevance', descending: false }], ALL);
      const { total } = await best();
      expect((await best()).total).toBe(total);
      const { id } = await addMovie(store, { title: 'Th', year: 2026 });
      expect([total, total + 1]).toContain((await best()).total);
      expect((await best({ minYear: 2026 })).items.map((movie) => movie.id)).toContain(id);
    });

    it('counts many anew after a while, however often they are asked for meanwhile', async () => {
      const clock = vi.spyOn(performance, 'now');
      const now = performance.now();
      const total = async ({ movies }: Pick<Store, 'movies'>, filter: MovieFilter) =>
        (await movies.list(filter, [{ by: 'relevance', descending: false }], ALL)).total;
      const totalAt = async (seconds: number, filter: MovieFilter) => {
        clock.mockReturnValue(now + seconds * 1000);
        // The clock of what is kept is read anew.
        await new Promise((resolve) => setTimeout(resolve, 5));
        return total(store, filter);
      };
      try {
        for (const [n, filter] of [{ q: 'th' }, { q: 'the' }, {}, { minYear: 1900 }].entries()) {
          const from = 100 * (n + 1);
          const before = (await totalAt(from, filter)) as number;
          await addMovie(store, { title: 'Them', year: 2026 });
          for (const seconds of [3, 6]) await totalAt(from + seconds, filter);
          const meanwhile = await totalAt(from + 9, filter);
          if (!('q' in filter)) expect(meanwhile).toBe(before);
          expect(await store.atomically((tx) => total(tx, filter))).toBe(before + 1);
          expect(await totalAt(from + 12, filter)).toBe(before + 1);
        }
      } finally {
        clock.mockRestore();
      }
    });

    it('finds the same of many again for a while, but none that is gone or changed, and at once what has just come', async () => {
      const best = async () => {
        const sort = [{ by: 'relevance', descending: false } as const];
        const page = await store.movies.list({ q: 'th' }, sort, { limit: 3, after: null });
        expect(page.total).toBeGreaterThan(1000);
        return page.items;
      };
      const clock = vi.spyOn(performance, 'now');
      onTestFinished(() => clock.mockRestore());
      /** Nothing of before is known any more, but what is found now. */
      const findAnew = async () => {
        clock.mockReturnValue(performance.now() + 1_000_000);
        // The clock of what is kept is read anew.
        await new Promise((resolve) => setTimeout(resolve, 5));
        return best();
      };
      const before = await findAnew();
      expect(await best()).toEqual(before);
      const { people, films } = await someFilms(1);
      const ids = { imdb: null, tmdb: '9999999', wikidata: null, wikipedia: null };
      const known = films.map((film) => ({ ...film, title: 'Th', renown: 1000, ids }));
      await store.catalogue.load({ people, films: known }, NOW, () => {});
      const [first] = (await best()) as [Movie];
      expect(first).toMatchObject({ title: 'Th', ids: { tmdb: '9999999' } });
      expect((await findAnew())[0]).toEqual(first);
      const rename = (title: string, version: number) =>
        store.movies.edit(first.id, version, aMovie({ title }), NOW);
      await rename('Zyzzyx', first.version);
      expect(await best()).toEqual(before);
      expect(await findAnew()).toEqual(before);
      // It is not looked for: what is renamed to what was typed is found ten seconds later.
      await rename('Th', first.version + 1);
      expect(await best()).toEqual(before);
      expect((await findAnew())[0]?.id).toBe(first.id);
      await store.movies.remove(first.id, NOW);
      expect(await best()).toEqual(before);
    });

    describe('of many that have a word of some length in common', () => {
      beforeAll(async () => {
        const { people, films } = await someFilms(1100);
        const ids = { imdb: null, tmdb: null, wikidata: null, wikipedia: null };
        const alike = films.map((film, n) => ({
          ...film,
          title: `${n} Solaristic Moons`,
          ids: { ...ids, tmdb: `${9_000_000 + n}` },
        }));
        await store.catalogue.load({ people, films: alike }, NOW, () => {});
      });

      it.each(['solaristic', 'solarist m', 'solarstic m zzyzzx'])(
        'gives page after page for %j',
        async (q) => {
          const best = await everyPage({ q }, false);
          expect(best.length).toBe(1100);
          expect(best).toEqual((await everyPage({ q }, true)).toReversed());
        },
      );

      it('looks for a letter beside each word that is as long', async () => {
        // 7, 70 to 79, and 700 to 799.
        expect((await search('solaristic 7')).total).toBe(111);
        expect((await search('solaristic 7 zzyzzx')).total).toBe(111);
      });
    });

    it('goes the other way round when the worst match is asked for first', async () => {
      const list = (descending: boolean) =>
        store.movies.list({ q: 'godfather' }, [{ by: 'relevance', descending }], ALL);
      const [best, worst] = [await list(false), await list(true)];
      expect(worst.items).toEqual(best.items.toReversed());
    });
  });
}
