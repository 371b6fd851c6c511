import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageRequest } from '../../src/page.js';
import type { Store } from '../../src/ports.js';
import { emptyTally } from '../../src/ratings/tally.js';
import type { UserChange, UserFilter } from '../../src/users/ports.js';
import type { User } from '../../src/users/user.js';
import { publishAll } from '../support/publish.js';
import { ALL, addMovie, addUser, aUser, NOBODY, NOW, rate, walk } from '../support/some.js';

const NONE = { ratings: 0, favourites: 0, viewings: 0, watchlist: 0 };

export function usersContract(open: () => Promise<Store>): void {
  describe('users', () => {
    let store: Store;
    let admin: User;

    beforeEach(async () => {
      store = await open();
      admin = await addUser(store, 'root', { email: 'root@example.org' });
    });
    afterEach(() => store.close());

    const addToken = (user: User, hash: string) =>
      store.tokens.add(
        { userId: user.id, kind: 'access', name: 'x', scope: 'read', hash, expiresAt: null },
        NOW,
      );

    describe('a new one', () => {
      it('is ADMIN when the first, whatever was asked, and as asked afterwards', async () => {
        expect(admin.role).toBe('ADMIN');
        expect((await addUser(store, 'ana')).role).toBe('USER');
        expect((await addUser(store, 'ben', { role: 'ADMIN' })).role).toBe('ADMIN');
      });

      it('comes back with all that was told and the defaults', async () => {
        const more = { displayName: 'Ana Ö.', email: 'Ana@Example.org', passwordHash: 'hash' };
        const ana = await addUser(store, 'Ana', more);
        expect(ana).toEqual({
          id: expect.any(Number),
          useForPredictions: true,
          allowMatching: true,
          handle: 'Ana',
          displayName: 'Ana Ö.',
          email: 'Ana@Example.org',
          role: 'USER',
          scale: 'halves',
          privacy: 'public',
          disabled: false,
          createdAt: NOW,
        });
        expect(await store.users.find(ana.id)).toEqual(ana);
        expect(await store.users.findForSignIn('ana')).toEqual({ user: ana, passwordHash: 'hash' });
      });

      it.each([
        ['Straße', 'STRASSE'],
        ['Ana', 'ａｎａ'],
        ['Ana', 'ANA'],
        ['José', 'JOSE\u0301'],
        ['ﬁona', 'FIONA'],
      ])('cannot have the handle %s in other letters: %s', async (first, second) => {
        const { id } = await addUser(store, first);
        expect(await store.users.add(aUser(second), NOW)).toEqual({ taken: 'handle' });
        expect(await store.users.findByHandle(second)).toMatchObject({ id, handle: first });
        expect(await store.users.findForSignIn(second)).toMatchObject({ user: { id } });
      });

      it('may have a handle with an accent more', async () => {
        await addUser(store, 'jose');
        expect(await store.users.add(aUser('josé'), NOW)).toMatchObject({
          user: { handle: 'josé' },
        });
      });

      it('cannot have the e-mail address of another in other letters', async () => {
        await addUser(store, 'ana', { email: 'Ana@Example.org' });
        const again = aUser('ben', { email: 'aNA@eXAMPLE.ORG' });
        expect(await store.users.add(again, NOW)).toEqual({ taken: 'email' });
        expect(await store.users.findByHandle('ben')).toBeNull();
      });

      it('needs no e-mail address, and two may have none', async () => {
        await addUser(store, 'ana');
        expect((await addUser(store, 'ben')).email).toBeNull();
      });

      it('is one when ten ask for one handle at once', async () => {
        const handles = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'ana' : 'ANA'));
        const all = await Promise.all(handles.map((handle) => store.users.add(aUser(handle), NOW)));
        expect(all.filter((one) => 'user' in one)).toHaveLength(1);
        expect((await store.users.list({}, ALL)).total).toBe(2);
      });
    });

    it('are found by id, handle, and for signing in by e-mail address too', async () => {
      const { users } = store;
      expect(await users.find(admin.id)).toEqual(admin);
      expect(await users.find(NOBODY)).toBeNull();
      expect(await users.findByHandle('ROOT')).toEqual(admin);
      expect(await users.findByHandle('root@example.org')).toBeNull();
      expect(await users.findForSignIn('ROOT@example.org')).toMatchObject({ user: admin });
      expect(await users.findForSignIn('nobody')).toBeNull();
      expect(await users.findForSignIn('')).toBeNull();
    });

    describe('a change', () => {
      it('takes what is named and leaves the rest', async () => {
        const ana = await addUser(store, 'ana', { email: 'ana@example.org' });
        const change = { displayName: 'Ana B.', scale: 'hundred', privacy: 'private' } as const;
        expect(await store.users.change(ana.id, change)).toEqual({ user: { ...ana, ...change } });
        expect(await store.users.find(ana.id)).toEqual({ ...ana, ...change });
      });

      it('of nothing changes nothing', async () => {
        expect(await store.users.change(admin.id, {})).toEqual({ user: admin });
        expect(await store.users.change(admin.id, { email: undefined })).toEqual({ user: admin });
      });

      it('of nobody says so', async () => {
        expect(await store.users.change(NOBODY, { displayName: 'x' })).toBe('gone');
      });

      it('gives and takes an e-mail address', async () => {
        const { users } = store;
        expect(await users.change(admin.id, { email: 'new@example.org' })).toMatchObject({
          user: { email: 'new@example.org' },
        });
        expect(await users.findForSignIn('root@example.org')).toBeNull();
        expect(await users.change(admin.id, { email: null })).toMatchObject({
          user: { email: null },
        });
        expect(await users.findForSignIn('new@example.org')).toBeNull();
      });

      it('may write the own address in other letters, and take none of another', async () => {
        const ana = await addUser(store, 'ana', { email: 'ana@example.org' });
        const { users } = store;
        expect(await users.change(ana.id, { email: 'ANA@example.org' })).toMatchObject({
          user: { email: 'ANA@example.org' },
        });
        const stolen = { email: 'Root@Example.org', displayName: 'Thief' };
        expect(await users.change(ana.id, stolen)).toEqual({ taken: 'email' });
        expect(await users.find(ana.id)).toMatchObject({ displayName: 'ana' });
      });

      it.each<[string, UserChange, boolean]>([
        ['a new password', { passwordHash: 'new' }, true],
        ['disabling', { disabled: true }, true],
        ['the same password hashed anew', { rehash: 'new' }, false],
        ['another name', { displayName: 'Ana B.' }, false],
        ['enabling', { disabled: false }, false],
      ])('with %s ends tokens as it should', async (_, change, ends) => {
        const ana = await addUser(store, 'ana', { passwordHash: 'old' });
        await addToken(ana, 'of ana');
        await addToken(admin, 'of root');
        await store.users.change(ana.id, change);
        expect((await store.tokens.find('of ana')) === null).toBe(ends);
        expect(await store.tokens.find('of root')).not.toBeNull();
        const hash = change.passwordHash ?? change.rehash ?? 'old';
        expect((await store.users.findForSignIn('ana'))?.passwordHash).toBe(hash);
      });

      it('of a password replaces the one that was known, or nothing', async () => {
        const ana = await addUser(store, 'ana', { passwordHash: 'old' });
        await addToken(ana, 'of ana');
        for (const change of [{ passwordHash: 'new' }, { rehash: 'new' }]) {
          const late = { ...change, displayName: 'Late', replacing: 'older' };
          expect(await store.users.change(ana.id, late)).toBe('outdated');
        }
        expect(await store.users.findForSignIn('ana')).toMatchObject({
          user: { displayName: 'ana' },
          passwordHash: 'old',
        });
        expect(await store.tokens.find('of ana')).not.toBeNull();
        const first = { passwordHash: 'new', replacing: 'old' };
        expect(await store.users.change(ana.id, first)).toMatchObject({ user: { handle: 'ana' } });
        expect((await store.users.findForSignIn('ana'))?.passwordHash).toBe('new');
        const none = await addUser(store, 'none');
        expect(
          await store.users.change(none.id, { passwordHash: 'new', replacing: null }),
        ).toMatchObject({ user: { handle: 'none' } });
      });

      it('that is refused ends no token', async () => {
        await addToken(admin, 'of root');
        const refused = { disabled: true, passwordHash: 'new' };
        expect(await store.users.change(admin.id, refused)).toBe('last-admin');
        expect(await store.tokens.find('of root')).not.toBeNull();
      });
    });

    describe('the last ADMIN', () => {
      it.each<[string, UserChange]>([
        ['become USER', { role: 'USER' }],
        ['be disabled', { disabled: true }],
        ['be disabled as ADMIN', { disabled: true, role: 'ADMIN' }],
      ])('cannot %s', async (_, change) => {
        await addUser(store, 'ana');
        expect(await store.users.change(admin.id, change)).toBe('last-admin');
        expect(await store.users.find(admin.id)).toEqual(admin);
      });

      it('cannot be removed while there are others', async () => {
        await addUser(store, 'ana');
        expect(await store.users.remove(admin.id)).toBe('last-admin');
        expect(await store.users.find(admin.id)).toEqual(admin);
      });

      it('is not helped by a disabled ADMIN', async () => {
        const ana = await addUser(store, 'ana', { role: 'ADMIN' });
        await store.users.change(ana.id, { disabled: true });
        expect(await store.users.change(admin.id, { role: 'USER' })).toBe('last-admin');
        expect(await store.users.remove(admin.id)).toBe('last-admin');
      });

      it('may go when another is there, and when nobody else is', async () => {
        const ana = await addUser(store, 'ana', { role: 'ADMIN' });
        expect(await store.users.remove(admin.id)).toBe('removed');
        expect(await store.users.remove(ana.id)).toBe('removed');
        expect((await addUser(store, 'ben')).role).toBe('ADMIN');
      });

      it('remains when two ADMINs give up their role at once', async () => {
        const ana = await addUser(store, 'ana', { role: 'ADMIN' });
        const both = [admin, ana].map(({ id }) => store.users.change(id, { role: 'USER' }));
        expect((await Promise.all(both)).filter((one) => one === 'last-admin')).toHaveLength(1);
        expect((await store.users.list({ role: 'ADMIN' }, ALL)).total).toBe(1);
      });
    });

    describe('a removal', () => {
      it('takes everything of the person, and corrects every tally', async () => {
        const ana = await addUser(store, 'ana', { email: 'ana@example.org' });
        const movies = [];
        for (let i = 0; i <= 10; i++) {
          const { id } = await addMovie(store, { title: `Film ${i}` });
          await rate(store, ana.id, id, { stars: i / 2 + (i < 10 ? 0.2 : 0) });
          if (i % 2 === 0) await rate(store, admin.id, id, { stars: 2.75 });
          await store.favourites.add(ana.id, id, NOW);
          movies.push(id);
        }
        await store.ratings.remove(ana.id, movies[0]!, NOW);
        await addToken(ana, 'of ana');
        const key = { scope: `${ana.id} POST /api/v1/movies`, key: 'k' };
        const other = { scope: `${ana.id}0 POST /api/v1/movies`, key: 'k' };
        for (const each of [key, other]) {
          await store.receipts.add(each, { fingerprint: 'f', answer: 'a' }, NOW);
        }

        expect(await store.users.remove(ana.id)).toBe('removed');

        expect(await store.users.find(ana.id)).toBeNull();
        expect(await store.users.findForSignIn('ana@example.org')).toBeNull();
        expect(await store.tokens.find('of ana')).toBeNull();
        expect(await store.receipts.find(key, 0)).toBeNull();
        expect(await store.receipts.find(other, 0)).not.toBeNull();
        expect(await store.users.counts(ana.id)).toEqual(NONE);
        expect(await store.ratings.changes(ana.id, 0, 100)).toEqual([]);
        for (const [i, id] of movies.entries()) {
          const tally = await store.ratings.tallyOf(id);
          if (i % 2 === 1) expect(tally).toEqual(emptyTally());
          else expect(tally).toMatchObject({ count: 1, sum: 55 });
        }
        expect(await store.recount.differences()).toMatchObject({ ratings: 6, differences: [] });
      });

      it('owes the scores of the movies that were rated', async () => {
        const ana = await addUser(store, 'ana');
        const { id } = await addMovie(store);
        await rate(store, ana.id, id, { stars: 4 });
        await publishAll(store);
        await store.users.remove(ana.id);
        expect(await store.scores.isOwed()).toBe(true);
        await publishAll(store);
        expect((await store.movies.find(id))?.score).toBeNull();
      });

      it('of nobody says so', async () => {
        expect(await store.users.remove(NOBODY)).toBe('gone');
      });

      it('frees handle and address, but never an id', async () => {
        const ana = await addUser(store, 'ana', { email: 'ana@example.org' });
        await store.users.remove(ana.id);
        const again = await addUser(store, 'ana', { email: 'ana@example.org' });
        expect(again.id).not.toBe(ana.id);
      });
    });

    describe('in a list', () => {
      beforeEach(async () => {
        await addUser(store, 'ana', { displayName: 'Ana Müller', email: 'a@film.example' });
        await addUser(store, 'ben_1', { role: 'ADMIN', displayName: 'ÜMIT 100%' });
        await addUser(store, 'benx1', { displayName: 'Groß' });
      });

      const list = (filter: UserFilter, page: PageRequest = ALL) => store.users.list(filter, page);
      const handles = (users: User[]) => users.map(({ handle }) => handle);

      it.each<[string, UserFilter, string[]]>([
        ['all', {}, ['root', 'ana', 'ben_1', 'benx1']],
        ['one role', { role: 'ADMIN' }, ['root', 'ben_1']],
        ['part of a handle', { q: 'BEN' }, ['ben_1', 'benx1']],
        ['part of an address', { q: 'Film.Ex' }, ['ana']],
        ['part of a display name', { q: 'müll' }, ['ana']],
        ['part of a display name in other letters', { q: 'MÜLL' }, ['ana']],
        ['capitals that are no ASCII', { q: 'ümit' }, ['ben_1']],
        ['sharp letters', { q: 'groß' }, ['benx1']],
        ['a sign that means anything elsewhere', { q: 'n_1' }, ['ben_1']],
        ['another such sign', { q: '0%' }, ['ben_1']],
        ['the sign that takes a meaning away', { q: '\\' }, []],
        ['nobody', { q: 'zoe' }, []],
        ['a name and a role', { q: 'ben', role: 'USER' }, ['benx1']],
      ])('are %s, the oldest first', async (_, filter, expected) => {
        const { items, next, total } = await list(filter);
        expect(handles(items)).toEqual(expected);
        expect([next, total]).toEqual([null, expected.length]);
        const walked = await walk((page) => list(filter, page), 1);
        expect(handles(walked)).toEqual(expected);
      });

      it('are found by a display name as soon as it is changed', async () => {
        const ana = await store.users.findByHandle('ana');
        await store.users.change(ana!.id, { displayName: 'ÖZGE' });
        expect(handles((await list({ q: 'özge' })).items)).toEqual(['ana']);
        expect((await list({ q: 'müll' })).total).toBe(0);
      });

      it('keep their total past the end', async () => {
        const { next } = await list({}, { limit: 3, after: null });
        const last = await store.users.findByHandle('benx1');
        await store.users.remove(last!.id);
        expect(await list({}, { limit: 3, after: next })).toEqual({
          items: [],
          next: null,
          total: 3,
        });
      });
    });

    describe('favourite genres', () => {
      it('go by how many ratings they have, then by their stars, then by name', async () => {
        const rated: [string[], number][] = [
          [['Drama', 'Comedy'], 5],
          [['Drama'], 4],
          [['Drama', 'War'], 4],
          [['Noir'], 4],
        ];
        for (const [genres, stars] of rated) {
          const { id } = await addMovie(store, { genres });
          await rate(store, admin.id, id, { stars });
        }
        const all = [
          { name: 'Drama', count: 3, mean: 13 / 3 },
          { name: 'Comedy', count: 1, mean: 5 },
          { name: 'Noir', count: 1, mean: 4 },
          { name: 'War', count: 1, mean: 4 },
        ];
        expect(await store.users.favouriteGenres(admin.id, 10)).toEqual(all);
        expect(await store.users.favouriteGenres(admin.id, 2)).toEqual(all.slice(0, 2));
      });

      it('are none of who has rated nothing', async () => {
        expect(await store.users.favouriteGenres(admin.id, 10)).toEqual([]);
      });
    });

    it('have counts of their own ratings and favourites', async () => {
      const ana = await addUser(store, 'ana');
      const { id } = await addMovie(store);
      await rate(store, ana.id, id, { stars: 1 });
      await store.favourites.add(admin.id, id, NOW);
      expect(await store.users.counts(ana.id)).toEqual({ ...NONE, ratings: 1 });
      expect(await store.users.counts(admin.id)).toEqual({ ...NONE, favourites: 1 });
    });
  });
}
