import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue, CatalogueFilm } from '../../src/catalogue/film.js';
import { popularity } from '../../src/movies/popularity.js';
import type { Store } from '../../src/ports.js';
import { someFilms } from '../support/films.js';
import { publishAll } from '../support/publish.js';
import { ALL, addMovie, addUser, aMovie, NOW, rate } from '../support/some.js';

const aFilm = (facts: Partial<CatalogueFilm> = {}): CatalogueFilm => ({
  title: 'Bullitt',
  year: 1968,
  releaseDate: '1968-10-17',
  genres: ['Thriller', 'Action'],
  directors: [0],
  cast: [1, 2],
  ids: { imdb: 'tt0062765', tmdb: '916', wikidata: 'Q465646', wikipedia: 'Bullitt' },
  renown: 512,
  ...facts,
});
const people = ['Peter Yates', 'Steve McQueen', 'Jacqueline Bisset', 'Steve McQueen'];
const aCatalogue = (...films: CatalogueFilm[]): Catalogue => ({ people, films });
const noIds = { imdb: null, tmdb: null, wikidata: null, wikipedia: null };
const silent = () => {};

export function catalogueContract(open: () => Promise<Store>): void {
  describe('the catalogue', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const byTitle = [{ by: 'title', descending: false } as const];
    const movieOf = async (imdb: string) => {
      const id = await store.movies.resolve({ source: 'imdb', outsideId: imdb });
      return id === null ? null : store.movies.find(id);
    };

    it('makes movies of films, with all that is known of them', async () => {
      const loaded = await store.catalogue.load(aCatalogue(aFilm()), NOW, silent);
      expect(loaded).toEqual({ added: 1, known: 0 });
      expect(await store.catalogue.count()).toBe(1);
      const person = (name: string) => ({ id: expect.any(Number), name });
      expect(await movieOf('tt0062765')).toEqual({
        ...aMovie({ title: 'Bullitt', year: 1968, releaseDate: '1968-10-17' }),
        id: expect.any(Number),
        genres: ['Thriller', 'Action'],
        directors: [person('Peter Yates')],
        cast: [person('Steve McQueen'), person('Jacqueline Bisset')],
        ids: { imdb: 'tt0062765', tmdb: '916', wikidata: 'Q465646' },
        score: null,
        createdBy: null,
        createdAt: NOW,
        updatedAt: NOW,
        version: 1,
      });
    });

    it('makes movies that can be rated, listed and searched like any other', async () => {
      await store.catalogue.load(aCatalogue(aFilm()), NOW, silent);
      const ana = await addUser(store, 'ana');
      const { id } = (await movieOf('tt0062765'))!;
      const { tally } = await rate(store, ana.id, id, { stars: 4 });
      expect(tally.count).toBe(1);
      await publishAll(store);
      expect(await store.scores.votesOf(id, NOW)).toMatchObject({ movieId: id, renown: 512 });
      const { items } = await store.movies.list({ q: 'bullit mcqueen' }, byTitle, ALL);
      expect(items.map((movie) => movie.id)).toEqual([id]);
    });

    it('starts them at the popularity their renown is worth', async () => {
      const second = aFilm({ title: 'Getaway', ids: { ...noIds, tmdb: '1' }, renown: 900 });
      const third = aFilm({ title: 'Papillon', ids: { ...noIds, tmdb: '2' }, renown: 0 });
      await store.catalogue.load(aCatalogue(aFilm(), second, third), NOW, silent);
      const sort = [{ by: 'popularity', descending: true } as const];
      const { items } = await store.movies.list({}, sort, ALL);
      expect(items.map(({ title }) => title)).toEqual(['Getaway', 'Bullitt', 'Papillon']);
      expect(popularity(900, 0)).toBeGreaterThan(popularity(512, 0));
    });

    it('adds nothing when it is loaded again', async () => {
      const films = await someFilms(300);
      expect(await store.catalogue.load(films, NOW, silent)).toEqual({ added: 300, known: 0 });
      const before = await store.movies.list({}, byTitle, ALL);
      expect(await store.catalogue.load(films, NOW + 1, silent)).toEqual({ added: 0, known: 300 });
      expect(await store.movies.list({}, byTitle, ALL)).toEqual(before);
      expect(await store.catalogue.count()).toBe(300);
    });

    it.each(['imdb', 'tmdb', 'wikidata', 'wikipedia'] as const)(
      'knows a film by its %s id alone',
      async (source) => {
        const known = aFilm({ ids: { ...noIds, [source]: aFilm().ids[source] } });
        await store.catalogue.load(aCatalogue(known), NOW, silent);
        const again = aCatalogue(aFilm({ title: 'Another title' }));
        expect(await store.catalogue.load(again, NOW, silent)).toEqual({ added: 0, known: 1 });
      },
    );

    it('knows a film that someone has added, and leaves it as they told it', async () => {
      const ids = { tmdb: '916', imdb: null, wikidata: null };
      const movie = await addMovie(store, { title: 'Bullitt, my version', ids });
      const loaded = await store.catalogue.load(aCatalogue(aFilm()), NOW, silent);
      expect(loaded).toEqual({ added: 0, known: 1 });
      expect(await store.movies.find(movie.id)).toEqual(movie);
    });

    it('still knows a film of Wikipedia that has been edited', async () => {
      const film = aFilm({ ids: { ...noIds, wikipedia: 'The Train Wreckers|1905' } });
      await store.catalogue.load(aCatalogue(film), NOW, silent);
      const { items } = await store.movies.list({}, byTitle, ALL);
      await store.movies.edit(items[0]!.id, 1, aMovie({ title: 'Edited' }), NOW);
      const again = await store.catalogue.load(aCatalogue(film), NOW, silent);
      expect(again).toEqual({ added: 0, known: 1 });
    });

    it('takes a person of one exact name for the one we have', async () => {
      const ours = await addMovie(store, { directors: [{ name: 'Peter Yates' }] });
      await store.catalogue.load(aCatalogue(aFilm()), NOW, silent);
      expect((await movieOf('tt0062765'))?.directors).toEqual(ours.directors);
      const later = aFilm({ title: 'Breaking Away', ids: { ...noIds, imdb: 'tt0078902' } });
      await store.catalogue.load(aCatalogue(later), NOW, silent);
      expect((await movieOf('tt0078902'))?.directors).toEqual(ours.directors);
    });

    it('tells two people of one name apart', async () => {
      const later = aFilm({
        title: 'Hunger',
        directors: [3],
        ids: { ...noIds, imdb: 'tt0986233' },
      });
      await store.catalogue.load(aCatalogue(aFilm(), later), NOW, silent);
      const actor = (await movieOf('tt0062765'))?.cast[0];
      const director = (await movieOf('tt0986233'))?.directors[0];
      expect(director?.name).toBe(actor?.name);
      expect(director?.id).not.toBe(actor?.id);
    });

    it('adds the words of new films to those that misspelt ones are corrected to', async () => {
      await store.catalogue.load(aCatalogue(aFilm()), NOW, silent);
      for (const q of ['bulitt', 'macqueen', 'bissett']) {
        expect((await store.movies.list({ q }, byTitle, ALL)).total, q).toBe(1);
      }
    });

    it('never gives a film the id of a movie that was removed', async () => {
      const ana = await addUser(store, 'ana');
      const { id } = await addMovie(store);
      await rate(store, ana.id, id, { stars: 1 });
      await store.movies.remove(id, NOW);
      await store.catalogue.load(aCatalogue(aFilm()), NOW, silent);
      const loaded = await movieOf('tt0062765');
      expect(loaded?.id).not.toBe(id);
      expect(await store.ratings.history(ana.id, loaded!.id)).toEqual([]);
    });

    it('says how far it is, up to the whole', async () => {
      const heard: number[] = [];
      const films = await someFilms(2500);
      await store.catalogue.load(films, NOW, (at) => heard.push(at));
      expect(heard).toEqual([...heard].sort((x, y) => x - y));
      expect([heard[0], heard.at(-1)]).toEqual([0, 2500]);
      expect(heard.length).toBeGreaterThan(2);
      const again: number[] = [];
      await store.catalogue.load(films, NOW, (at) => again.push(at));
      expect(again.at(-1)).toBe(2500);
    });

    it('leaves nothing of a load that fails', async () => {
      await store.catalogue.load(aCatalogue(aFilm()), NOW, silent);
      const good = aFilm({ title: 'Good', genres: ['Fresh'], ids: { ...noIds, tmdb: '1' } });
      const twin = aFilm({ title: 'Twin', ids: { ...noIds, tmdb: '1' } });
      await expect(store.catalogue.load(aCatalogue(good, twin), NOW, silent)).rejects.toThrow();
      const stranger = aFilm({ title: 'Strange', cast: [99], ids: { ...noIds, tmdb: '2' } });
      await expect(store.catalogue.load(aCatalogue(good, stranger), NOW, silent)).rejects.toThrow(
        'no person 99',
      );
      expect(await store.catalogue.count()).toBe(1);
      expect(await store.movies.resolve({ source: 'tmdb', outsideId: '1' })).toBeNull();
      expect((await store.movies.list({ q: 'good' }, byTitle, ALL)).total).toBe(0);
      expect((await store.movies.list({ genre: 'Fresh' }, byTitle, ALL)).total).toBe(0);
    });

    it('leaves nothing of a load that is cut off', async () => {
      const films = await someFilms(2500);
      const cutOff = store.catalogue.load(films, NOW, (at) => {
        if (at > 1000) throw new Error('cut off');
      });
      await expect(cutOff).rejects.toThrow('cut off');
      expect(await store.catalogue.count()).toBe(0);
      expect(await store.catalogue.load(films, NOW, silent)).toEqual({ added: 2500, known: 0 });
    });

    it('of nothing adds nothing', async () => {
      const nothing = { people: [], films: [] };
      const loaded = await store.catalogue.load(nothing, NOW, silent);
      expect(loaded).toEqual({ added: 0, known: 0 });
    });
  });
}
