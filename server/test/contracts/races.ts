import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { MOST_STEPS, parseStars, type Stars } from '../../src/ratings/stars.js';
import { emptyTally } from '../../src/ratings/tally.js';
import { countVotes } from '../../src/scores/count-votes.js';
import type { User } from '../../src/users/user.js';
import { beginCounting } from '../support/publish.js';
import {
  ALL,
  addMovie,
  addUser,
  aMovie,
  aUser,
  NO_MOVIE,
  NOBODY,
  NOW,
  rate,
} from '../support/some.js';

/** What holds when several do at once what cannot all be done. */
export function racesContract(open: () => Promise<Store>): void {
  describe('at once', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const times = <T>(n: number, work: (i: number) => Promise<T>) =>
      Promise.all(Array.from({ length: n }, (_, i) => work(i)));
    const people = (n: number) => times(n, (i) => addUser(store, `person${i}`));
    const admins = async () => (await store.users.list({ role: 'ADMIN' }, ALL)).items;
    const addsUp = async () => expect((await store.recount.differences()).differences).toEqual([]);

    describe('people', () => {
      it('who are the first have one ADMIN among them', async () => {
        await people(8);
        expect(await admins()).toHaveLength(1);
      });

      it('who want one handle are one user, and the others hear that it is taken', async () => {
        const added = await times(8, () => store.users.add(aUser('ana'), NOW));
        expect(added.filter((one) => 'user' in one)).toHaveLength(1);
        expect(added.filter((one) => 'taken' in one && one.taken === 'handle')).toHaveLength(7);
      });

      it('who want one address are one user', async () => {
        const added = await times(8, (i) =>
          store.users.add(aUser(`ana${i}`, { email: 'ana@example.org' }), NOW),
        );
        expect(added.filter((one) => 'user' in one)).toHaveLength(1);
        expect(added.filter((one) => 'taken' in one && one.taken === 'email')).toHaveLength(7);
      });

      it.each<[string, (user: User) => Promise<unknown>]>([
        ['step down', ({ id }) => store.users.change(id, { role: 'USER' })],
        ['are disabled', ({ id }) => store.users.change(id, { disabled: true })],
        ['are removed', ({ id }) => store.users.remove(id)],
      ])('who are the only ADMINs and all %s leave one', async (_what, goes) => {
        await addUser(store, 'first');
        const more = await times(7, (i) => addUser(store, `admin${i}`, { role: 'ADMIN' }));
        await addUser(store, 'nobody');
        const results = await Promise.all([...(await admins()).map(goes)]);
        expect(results.filter((result) => result === 'last-admin')).toHaveLength(1);
        expect((await admins()).filter(({ disabled }) => !disabled)).toHaveLength(1);
        expect(more).toHaveLength(7);
      });

      it('who are locked are changed by nobody else until the end', async () => {
        const ana = await addUser(store, 'ana');
        const { id } = await addMovie(store);
        await rate(store, ana.id, id, { stars: 0 });
        await times(12, () =>
          store.atomically(async (tx) => {
            await tx.users.lock(ana.id);
            const rating = await tx.ratings.find(ana.id, id);
            await rate(tx, ana.id, id, { stars: (rating!.stars + 1) / 20 });
          }),
        );
        expect((await store.ratings.find(ana.id, id))?.stars).toBe(12);
      });
    });

    describe('movies', () => {
      it('with one outside id are one movie, and the others hear which', async () => {
        const wish = aMovie({ genres: ['Drama'], cast: [{ name: 'Ana' }], ids: withTmdb('603') });
        const created = await times(6, () => store.movies.create(wish, null, NOW));
        const [movie, ...more] = created.flatMap((one) => ('movie' in one ? [one.movie] : []));
        expect(more).toEqual([]);
        const taken = created.flatMap((one) => ('taken' in one ? [one.taken] : []));
        expect(taken).toEqual(Array(5).fill(movie?.id));
        expect(await store.catalogue.count()).toBe(1);
      });

      it('are edited by one of those who read the same version', async () => {
        const { id, version } = await addMovie(store);
        const edited = await times(6, (i) =>
          store.movies.edit(id, version, aMovie({ title: `Title ${i}` }), NOW),
        );
        expect(edited.filter((one) => one === 'changed-meanwhile')).toHaveLength(5);
        expect(await store.movies.find(id)).toMatchObject({ version: version + 1 });
      });

      it('are edited by all who read them locked, one after the other', async () => {
        const { id } = await addMovie(store, { runtimeMinutes: 1 });
        await times(6, () =>
          store.atomically(async (tx) => {
            const { version, runtimeMinutes } = (await tx.movies.lock(id))!;
            const wish = aMovie({ runtimeMinutes: runtimeMinutes! + 1 });
            expect(await tx.movies.edit(id, version, wish, NOW)).toHaveProperty('movie');
          }),
        );
        expect(await store.movies.find(id)).toMatchObject({ runtimeMinutes: 7, version: 7 });
      });

      it('that are not there cannot be locked', async () => {
        expect(await store.movies.lock(NO_MOVIE)).toBeNull();
      });

      it('share new genres and words in any order', async () => {
        const names = ['Drama', 'Noir', 'War', 'Heist'];
        const created = await times(6, (i) =>
          addMovie(store, {
            title: i % 2 ? 'Alpha Omega' : 'Omega Alpha',
            genres: i % 2 ? names : [...names].reverse(),
          }),
        );
        expect(new Set(created.map(({ id }) => id)).size).toBe(6);
        expect((await store.movies.list({ genre: 'Noir' }, [], ALL)).total).toBe(6);
        expect((await store.movies.list({ q: 'omega' }, [], ALL)).total).toBe(6);
      });
    });

    describe('ratings', () => {
      let alien: Movie;
      let brazil: Movie;

      beforeEach(async () => {
        alien = await addMovie(store, { title: 'Alien' });
        brazil = await addMovie(store, { title: 'Brazil' });
      });

      it('put and taken back by many on one movie add up to what is left', async () => {
        const raters = await people(36);
        await Promise.all(
          raters.map(async ({ id }, i) => {
            for (let n = 0; n < 6; n++) {
              if ((i + n) % 4 === 0) await store.ratings.remove(id, alien.id, NOW);
              else await rate(store, id, alien.id, { stars: ((i * 7 + n) % 101) / 20 });
            }
          }),
        );
        const left = await times(raters.length, (i) => store.ratings.find(raters[i]!.id, alien.id));
        const stars = left.flatMap((rating) => (rating === null ? [] : [rating.stars]));
        expect(await store.ratings.tallyOf(alien.id)).toMatchObject({
          count: stars.length,
          sum: stars.reduce<number>((sum, one) => sum + one, 0),
        });
        await addsUp();
      });

      it('put together are each put, in their order, whatever becomes of the others', async () => {
        const [ana, ...others] = (await people(30)) as [User, ...User[]];
        const put = (userId: User['id'], movieId: Movie['id'], steps: number) => {
          const rated = { note: null, ratedAt: null, now: NOW };
          return store.ratings.put({ userId, movieId, stars: steps as Stars, ...rated });
        };
        const puts = await Promise.allSettled([
          put(ana.id, alien.id, 20),
          put(ana.id, NO_MOVIE, 20),
          put(NOBODY, alien.id, 20),
          // No such stars: the database itself refuses them.
          put(ana.id, brazil.id, MOST_STEPS + 1),
          put(ana.id, alien.id, 40),
          ...others.map(({ id }) => put(id, brazil.id, 60)),
        ]);
        const of = (stars: number) => ({ value: { rating: { stars } } });
        expect(puts).toMatchObject([
          of(20),
          { value: null },
          { value: null },
          { status: 'rejected' },
          of(40),
          ...others.map(() => of(60)),
        ]);
        const changes = await store.ratings.changes(ana.id, 0, 10);
        expect(changes.map(({ stars }) => stars)).toEqual([20, 40]);
        expect(await store.ratings.tallyOf(alien.id)).toMatchObject({ count: 1, sum: 40 });
        expect(await store.ratings.tallyOf(brazil.id)).toMatchObject({ count: 29, sum: 29 * 60 });
        await addsUp();
      });

      it('of a user who is removed meanwhile are in no tally', async () => {
        await addUser(store, 'first');
        for (let round = 0; round < 4; round++) {
          const { id } = await addUser(store, `round${round}`);
          await rate(store, id, alien.id, { stars: 5 });
          const put = (movie: Movie, stars: number) =>
            store.ratings.put({
              userId: id,
              movieId: movie.id,
              stars: parseStars(stars),
              note: null,
              ratedAt: null,
              now: NOW,
            });
          await Promise.all([
            put(brazil, 1),
            put(alien, 2),
            store.users.remove(id),
            put(brazil, 3),
            store.favourites.add(id, brazil.id, NOW),
            put(alien, 4),
          ]);
          expect(await store.users.find(id)).toBeNull();
        }
        for (const { id } of [alien, brazil]) {
          expect(await store.ratings.tallyOf(id)).toEqual(emptyTally());
        }
        await addsUp();
      });

      it('of a movie that is removed meanwhile are gone, and who had rated it is told', async () => {
        const raters = await people(16);
        for (const { id } of raters.slice(0, 8)) await rate(store, id, alien.id, { stars: 3 });
        const put = (userId: User['id'], stars: number) =>
          store.ratings.put({
            userId,
            movieId: alien.id,
            stars: parseStars(stars),
            note: null,
            ratedAt: null,
            now: NOW,
          });
        const [removed] = await Promise.all([
          store.movies.remove(alien.id, NOW),
          ...raters.map(({ id }, i) => put(id, i / 4)),
        ]);
        expect(removed).toBe(true);
        expect(await store.ratings.tallyOf(alien.id)).toEqual(emptyTally());
        for (const [i, { id }] of raters.entries()) {
          const changes = await store.ratings.changes(id, 0, 100);
          expect(await store.ratings.find(id, alien.id)).toBeNull();
          if (i < 8) expect(changes.length).toBeGreaterThan(1);
          if (changes.length > 0) expect(changes.at(-1)?.stars).toBeNull();
        }
        await addsUp();
      });

      it('of several movies in one act, in opposite orders, are all made', async () => {
        // As many as make two of one shard, however many shards there are.
        const raters = await people(18);
        await Promise.all(
          raters.map(({ id }, i) =>
            store.atomically(async (tx) => {
              for (const movie of i % 2 ? [alien, brazil] : [brazil, alien]) {
                await rate(tx, id, movie.id, { stars: 4 });
              }
            }),
          ),
        );
        expect((await store.ratings.tallyOf(alien.id)).count).toBe(18);
        expect((await store.ratings.tallyOf(brazil.id)).count).toBe(18);
        await addsUp();
      });

      it('are counted by the estimation that is taken up in that moment', async () => {
        await beginCounting(store);
        const [ana] = await people(1);
        await rate(store, ana!.id, alien.id, { stars: 3 });
        const counted = await store.atomically(async (tx) => {
          await beginCounting(tx);
          const waits = store.scores.count(ALL.limit, countVotes);
          await sleep(100);
          return { waits };
        });
        expect(await counted.waits).toMatchObject({ raters: 1, ratings: 1 });
      });
    });
  });
}

const withTmdb = (tmdb: string) => ({ tmdb, imdb: null, wikidata: null });
