import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Import, type ImportId, NO_VERDICTS } from '../../src/imports/import.js';
import type { NewRow } from '../../src/imports/import-ports.js';
import type { Store } from '../../src/ports.js';
import type { UserId } from '../../src/users/user.js';
import { ALL, addMovie, addUser, NO_MOVIE, NOBODY, NOW, walk } from '../support/some.js';
import { aClue, aRating, aViewing } from '../support/some-rows.js';

const NO_IMPORT = 987_654 as ImportId;
const ALIEN = aClue({ title: 'Alien "†"', year: 1979, directors: ['Ridley Scott'] });
const BRAZIL = aClue({ title: 'Brazil', year: 1985, ids: { imdb: 'tt0088846' } as never });

/** Histories on their way in, with their rows and what undoes them. */
export function importsContract(open: () => Promise<Store>): void {
  let store: Store;
  let ana: UserId;

  const begin = async () => {
    store = await open();
    ana = (await addUser(store, 'ana')).id;
  };
  const create = async (userId = ana, at = NOW): Promise<Import> => {
    const one = await store.imports.create(userId, 'mine.zip', at);
    if (one === null) throw new Error(`there is no user ${userId}`);
    return one;
  };
  const inState = async (state: Import['state'], at = NOW) => {
    const { id } = await create();
    await store.imports.change(id, { state }, at);
    return id;
  };
  const row = (place: number, film = ALIEN, more: Partial<NewRow> = {}): NewRow => {
    return { place, file: 0, line: place + 1, film, wishes: [aRating(3.5)], aside: null, ...more };
  };

  describe('imports', () => {
    beforeEach(begin);
    afterEach(() => store.close());

    it('begin with nothing, of somebody there is', async () => {
      const one = await create();
      expect(one).toMatchObject({ userId: ana, name: 'mine.zip', state: 'reading', files: [] });
      expect(one).toMatchObject({ rows: 0, done: 0, cursor: '', conflicts: null, createdAt: NOW });
      expect(await store.imports.find(ana, one.id)).toEqual(one);
      expect(await store.imports.lock(one.id)).toEqual(one);
      expect(await store.imports.create(NOBODY, 'x', NOW)).toBeNull();
    });

    it('are found under their own user alone', async () => {
      const { id } = await create();
      const ben = (await addUser(store, 'ben')).id;
      expect(await store.imports.find(ben, id)).toBeNull();
      expect(await store.imports.remove(ben, id)).toBe(false);
      expect(await store.imports.find(ana, NO_IMPORT)).toBeNull();
      expect(await store.imports.lock(NO_IMPORT)).toBeNull();
    });

    it('change in what is named', async () => {
      const one = await create();
      const scale = { least: 0, most: 10 };
      const known = { service: 'criticker', part: 'ratings' } as const;
      const files = [{ name: 'a "†".csv', known, rows: 2, scales: [scale], scale }];
      const verdicts = { ...NO_VERDICTS, new: 2 };
      const change = { state: 'ready', files, verdicts, conflicts: 'newest', rows: 2 } as const;
      await store.imports.change(one.id, change, NOW + 1);
      const changed = { ...one, ...change, updatedAt: NOW + 1 };
      expect(await store.imports.find(ana, one.id)).toEqual(changed);
      await store.imports.change(one.id, { cursor: 'movie:1', done: 1, kept: 1 }, NOW + 2);
      expect(await store.imports.find(ana, one.id)).toEqual({
        ...changed,
        ...{ cursor: 'movie:1', done: 1, kept: 1, updatedAt: NOW + 2 },
      });
    });

    it('are listed newest first, also beyond the last page, but for those being read', async () => {
      const ids: ImportId[] = [];
      for (let n = 0; n < 5; n++) ids.push(await inState(n % 2 === 0 ? 'ready' : 'applied'));
      await create();
      await create((await addUser(store, 'ben')).id);
      const list = (page: typeof ALL) => store.imports.byUser(ana, page);
      expect((await walk(list, 2)).map(({ id }) => id)).toEqual(ids.toReversed());
      const { next, total } = await list({ ...ALL, limit: 2 });
      expect(total).toBe(5);
      for (const id of ids) await store.imports.remove(ana, id);
      expect(await list({ limit: 2, after: next })).toEqual({ items: [], next: null, total: 0 });
    });

    it('are counted, and those apart that are not finished', async () => {
      for (const state of ['ready', 'applying', 'applied', 'undone'] as const) await inState(state);
      await create();
      expect(await store.imports.count(ana)).toEqual({ all: 5, unfinished: 3 });
      expect(await store.imports.count(NOBODY)).toEqual({ all: 0, unfinished: 0 });
    });

    it('are gone on with in the order they came', async () => {
      const working: ImportId[] = [];
      for (const state of ['matching', 'judging', 'applying', 'undoing'] as const) {
        working.push(await inState(state));
        await inState('ready');
      }
      await create();
      expect((await store.imports.working(10)).map(({ id }) => id)).toEqual(working);
      expect(await store.imports.working(2)).toHaveLength(2);
    });

    it('are removed with all that is of them, once', async () => {
      const { id } = await create();
      const movie = await addMovie(store);
      const nothing = { rating: null, viewings: [], watchlist: null, favourite: null };
      await store.importRows.add(id, [row(1)]);
      const effect = { movieId: movie.id, before: nothing, after: nothing, created: true };
      await store.importEffects.add(id, [effect]);
      expect(await store.imports.remove(ana, id)).toBe(true);
      expect(await store.imports.remove(ana, id)).toBe(false);
      expect(await store.importRows.find(id, 1)).toBeNull();
      expect(await store.importEffects.count(id)).toBe(0);
    });

    it('go with their user', async () => {
      const { id } = await create();
      await store.importRows.add(id, [row(1)]);
      await store.users.remove(ana);
      expect(await store.imports.lock(id)).toBeNull();
      expect(await store.importRows.find(id, 1)).toBeNull();
    });

    it('are pruned by what nobody did with them for how long', async () => {
      const states = ['matching', 'asking', 'judging', 'ready', 'applying', 'applied'] as const;
      const all = new Map<string, ImportId>();
      for (const state of [...states, 'undoing', 'undone'] as const) {
        all.set(state, await inState(state, NOW));
      }
      all.set('reading', (await create()).id);
      const prune = (reading: number, waiting: number, done: number) =>
        store.imports.prune({ reading, waiting, done });
      const left = async () => {
        const there: string[] = [];
        for (const [state, id] of all) {
          if ((await store.imports.lock(id)) !== null) there.push(state);
        }
        return there.sort();
      };
      expect(await prune(NOW, NOW, NOW)).toBe(0);
      expect(await prune(NOW + 1, 0, 0)).toBe(1);
      expect(await left()).not.toContain('reading');
      expect(await prune(0, NOW + 1, 0)).toBe(2);
      expect(await prune(0, 0, NOW + 1)).toBe(2);
      expect(await left()).toEqual(['applying', 'judging', 'matching', 'undoing']);
    });
  });

  describe('the rows of an import', () => {
    let id: ImportId;
    beforeEach(async () => {
      await begin();
      ({ id } = await create());
    });
    afterEach(() => store.close());
    const rows = () => store.importRows;
    const placesOf = (some: { place: number }[]) => some.map(({ place }) => place);

    it('are kept as they were told', async () => {
      const wishes = [aViewing('2020-01-01', { tags: ['"', '†'], review: 'A\n\\' })];
      const aside = { why: 'tv', detail: 'A series.' } as const;
      await rows().add(id, [row(1, BRAZIL, { wishes }), row(2, ALIEN, { wishes: [], aside })]);
      await rows().add(id, []);
      const found = { key: '', movieId: null, confidence: null, candidates: [], chosen: false };
      const told = { ...row(1, BRAZIL, { wishes }), ...found, verdict: null, outcome: null };
      expect(await rows().find(id, 1)).toEqual(told);
      expect(await rows().find(id, 2)).toMatchObject({ aside, wishes: [] });
      expect(await rows().find(id, 3)).toBeNull();
    });

    it('are gone through in their order, and listed by verdict', async () => {
      await rows().add(
        id,
        [1, 2, 3, 4, 5].map((place) => row(place)),
      );
      expect(placesOf(await rows().behind(id, 0, 2))).toEqual([1, 2]);
      expect(placesOf(await rows().behind(id, 2, 10))).toEqual([3, 4, 5]);
      expect(await rows().behind(id, 5, 10)).toEqual([]);
      const judged = { outcome: null, aside: null } as const;
      await rows().judgeAll(
        id,
        [2, 4, 5].map((place) => ({ place, verdict: 'conflict', ...judged })),
      );
      const conflicts = (page: typeof ALL) => rows().list(id, 'conflict', page);
      expect(placesOf(await walk(conflicts, 2))).toEqual([2, 4, 5]);
      expect((await conflicts({ ...ALL, limit: 1 })).total).toBe(3);
      expect(placesOf(await walk((page) => rows().list(id, undefined, page), 2))).toEqual([
        1, 2, 3, 4, 5,
      ]);
      expect(await rows().list(id, 'same', ALL)).toMatchObject({ items: [], total: 0 });
    });

    it('are found by film, in the order of films and then of rows', async () => {
      await rows().add(
        id,
        [1, 2, 3, 4].map((place) => row(place)),
      );
      const keys = ['b', 'a', 'b', ''];
      await rows().changeAll(
        id,
        keys.map((key, n) => ({ place: n + 1, key })),
      );
      expect(placesOf(await rows().byFilm(id, '', 10))).toEqual([2, 1, 3]);
      expect(await rows().byFilm(id, '', 1)).toEqual([
        { place: 2, file: 0, wishes: [aRating(3.5)], key: 'a', movieId: null, verdict: null },
      ]);
      expect(placesOf(await rows().byFilm(id, 'a', 10))).toEqual([1, 3]);
      expect(placesOf(await rows().ofFilm(id, 'b', 10))).toEqual([1, 3]);
      expect(placesOf(await rows().ofFilm(id, 'b', 1))).toEqual([1]);
    });

    it('are alike where they name the film in the same words', async () => {
      await rows().add(id, [row(1), row(2, BRAZIL), row(3), row(4, { ...ALIEN, year: 1980 })]);
      expect(placesOf(await rows().alike(id, ALIEN, 10))).toEqual([1, 3]);
      expect(placesOf(await rows().alike(id, ALIEN, 1))).toEqual([1]);
    });

    it('change in what was found, each its own, and are judged', async () => {
      const movie = await addMovie(store, { title: 'Alien' });
      await rows().add(id, [row(1), row(2)]);
      const candidates = [{ movieId: movie.id, confidence: 0.5 }];
      await rows().changeAll(id, [
        { place: 1, key: 'k', movieId: movie.id, confidence: 0.97, candidates: [], chosen: true },
        { place: 2, key: '', movieId: null, confidence: null, candidates, chosen: false },
      ]);
      const aside = { why: 'told-again', detail: '†' } as const;
      await rows().judgeAll(id, [
        { place: 1, verdict: 'aside', outcome: 'left', aside },
        { place: 2, verdict: 'unmatched', outcome: null, aside: null },
      ]);
      expect(await rows().find(id, 1)).toMatchObject({
        key: 'k',
        movieId: movie.id,
        confidence: 0.97,
        chosen: true,
        verdict: 'aside',
        outcome: 'left',
        aside,
      });
      expect(await rows().find(id, 2)).toMatchObject({ candidates, verdict: 'unmatched' });
      await rows().changeAll(id, []);
      await rows().judgeAll(id, []);
    });

    it('are given the movie that their film has become', async () => {
      const movie = await addMovie(store);
      await rows().add(id, [row(1), row(2)]);
      await rows().changeAll(id, [{ place: 1, key: 'new:1' }]);
      await rows().nameMovie(id, 'new:1', movie.id);
      expect(await rows().find(id, 1)).toMatchObject({ movieId: movie.id });
      expect(await rows().find(id, 2)).toMatchObject({ movieId: null });
    });
  });

  describe('what an import did', () => {
    beforeEach(begin);
    afterEach(() => store.close());

    it('is kept film by film, as it was before the first time', async () => {
      const { id } = await create();
      const movies = [await addMovie(store), await addMovie(store), await addMovie(store)];
      const [one, other, third] = movies.map((movie) => movie.id) as [never, never, never];
      const nothing = { rating: null, viewings: [], watchlist: null, favourite: null };
      const listed = { ...nothing, watchlist: NOW };
      const liked = { ...listed, favourite: NOW };
      const effects = store.importEffects;
      await effects.add(id, [
        { movieId: other, before: nothing, after: listed, created: true },
        { movieId: one, before: nothing, after: liked, created: false },
      ]);
      await effects.add(id, [
        { movieId: other, before: listed, after: liked, created: false },
        { movieId: third, before: listed, after: liked, created: false },
      ]);
      await effects.add(id, []);
      expect(await effects.behind(id, 0 as never, 2)).toEqual([
        { movieId: one, before: nothing, after: liked, created: false },
        { movieId: other, before: nothing, after: liked, created: true },
      ]);
      expect(await effects.behind(id, other, 2)).toMatchObject([{ movieId: third }]);
      expect(await effects.count(id)).toBe(3);
      await effects.remove(id, other);
      expect(await effects.behind(id, 0 as never, 2)).toMatchObject([{ movieId: third }]);
      expect(await effects.count(id)).toBe(1);
    });

    it('can be told of what other imports of the same person did, and changed in them', async () => {
      const { importEffects: effects } = store;
      const movieId = (await addMovie(store)).id;
      const before = { rating: null, viewings: [], watchlist: null, favourite: null };
      const effect = { movieId, before, after: { ...before, watchlist: NOW }, created: false };
      const [mine, other] = [(await create()).id, (await create()).id];
      const ben = (await addUser(store, 'ben')).id;
      const bens = (await store.imports.create(ben, 'b', NOW)) as Import;
      for (const id of [mine, other, bens.id]) await effects.add(id, [effect]);
      expect(await effects.ofOthers(mine, [NO_MOVIE])).toEqual([]);
      const others = await effects.ofOthers(mine, [NO_MOVIE, movieId]);
      expect(others).toEqual([{ ...effect, importId: other }]);
      const changed = { ...effect, before: { ...before, favourite: NOW }, created: true };
      await effects.changeBefore([{ ...changed, importId: other }]);
      await effects.changeBefore([]);
      expect(await effects.behind(other, 0 as never, 2)).toEqual([changed]);
      for (const id of [mine, bens.id]) {
        expect(await effects.behind(id, 0 as never, 2)).toEqual([effect]);
      }
    });
  });

  describe('what somebody has of films', () => {
    beforeEach(begin);
    afterEach(() => store.close());

    it('is written as it is to be, with events and tallies, and read again', async () => {
      const movies = [await addMovie(store), await addMovie(store)];
      const [one, other] = movies.map((movie) => movie.id) as [never, never];
      const before = await store.histories.read(ana, [one, other, NO_MOVIE]);
      const nothing = { rating: null, viewings: [], watchlist: null, favourite: null };
      expect([...before]).toEqual([
        [one, nothing],
        [other, nothing],
      ]);
      const viewing = {
        id: 0 as never,
        watchedOn: '2020-01-01',
        stars: 90 as never,
        rewatch: true,
        tags: ['cinema'],
        review: 'Loud.',
        loggedAt: NOW - 2,
        updatedAt: NOW,
      };
      const rating = { stars: 71 as never, note: 'n', ratedAt: NOW - 5, updatedAt: NOW };
      const after = { rating, viewings: [viewing], watchlist: NOW - 1, favourite: NOW };
      const write = (from: typeof after | typeof nothing, to: typeof after | typeof nothing) =>
        store.atomically(async (tx) => {
          await tx.users.lock(ana);
          return tx.histories.write(ana, [{ movieId: one, before: from, after: to }], NOW);
        });
      const [written] = await write(nothing, after);
      const [kept] = written?.after.viewings ?? [];
      expect(kept?.id).toBeGreaterThan(0);
      const there = (await store.histories.read(ana, [one])).get(one);
      expect(there).toEqual({ ...after, viewings: [{ ...viewing, id: kept?.id }] });
      expect(await store.ratings.tallyOf(one)).toMatchObject({ count: 1, sum: 71 });
      expect(await store.ratings.history(ana, one)).toHaveLength(1);
      const restored = { stars: 30 as never, note: null, ratedAt: NOW - 9, updatedAt: NOW - 9 };
      const old = { ...there, rating: restored } as never;
      await write(there as never, old);
      const [, last] = await store.ratings.history(ana, one);
      expect(last).toMatchObject({ stars: 30, at: NOW - 9 });
      await write(old, nothing);
      expect((await store.histories.read(ana, [one])).get(one)).toEqual(nothing);
      expect(await store.ratings.tallyOf(one)).toMatchObject({ count: 0 });
      expect((await store.ratings.changes(ana, 0, 10)).at(-1)).toMatchObject({ stars: null });
      expect((await store.recount.differences()).differences).toEqual([]);
      expect([...(await store.histories.read(ana, []))]).toEqual([]);
    });
  });
}
