import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { MOST_STEPS, parseStars, STEPS_PER_STAR, type Stars } from '../../src/ratings/stars.js';
import { bucketOf, emptyTally, meanOf } from '../../src/ratings/tally.js';
import type { User } from '../../src/users/user.js';
import { addMovie, addUser, NO_MOVIE, NOBODY, NOW, rate } from '../support/some.js';

/** Ratings, their history and the tallies they add up to. */
export function ratingsContract(open: () => Promise<Store>): void {
  describe('ratings', () => {
    let store: Store;
    let ana: User;
    let ben: User;
    let alien: Movie;
    let brazil: Movie;

    beforeEach(async () => {
      store = await open();
      ana = await addUser(store, 'ana');
      ben = await addUser(store, 'ben');
      alien = await addMovie(store, { title: 'Alien' });
      brazil = await addMovie(store, { title: 'Brazil' });
    });
    afterEach(() => store.close());

    const histogram = (...stars: number[]) => {
      const all = emptyTally().histogram;
      for (const number of stars) all[bucketOf(parseStars(number))]! += 1;
      return all;
    };
    const changesOf = ({ id }: User, after = 0) => store.ratings.changes(id, after, 1000);

    describe('a put', () => {
      it('creates the rating and answers the fresh tally', async () => {
        const put = await rate(store, ana.id, alien.id, { stars: 3.55, note: 'loud' });
        expect(put).toEqual({
          rating: {
            userId: ana.id,
            movieId: alien.id,
            stars: 71,
            note: 'loud',
            ratedAt: NOW,
            updatedAt: NOW,
            revision: expect.any(Number),
          },
          tally: { count: 1, sum: 71, histogram: histogram(3.55) },
          created: true,
        });
        expect(await store.ratings.find(ana.id, alien.id)).toEqual(put.rating);
      });

      it('replaces stars, note and time of an earlier rating', async () => {
        await rate(store, ana.id, alien.id, { stars: 1.5, note: 'dull' });
        const put = await rate(store, ana.id, alien.id, { stars: 4.5, now: NOW + 1 });
        expect(put).toMatchObject({
          rating: { stars: 90, note: null, ratedAt: NOW + 1, updatedAt: NOW + 1 },
          tally: { count: 1, sum: 90, histogram: histogram(4.5) },
          created: false,
        });
        expect(await store.ratings.find(ana.id, alien.id)).toEqual(put.rating);
      });

      it('keeps the time of rating that was asked for', async () => {
        const put = await rate(store, ana.id, alien.id, { stars: 4, ratedAt: -86_400_000 });
        expect(put.rating).toMatchObject({ ratedAt: -86_400_000, updatedAt: NOW });
        expect(await store.ratings.find(ana.id, alien.id)).toEqual(put.rating);
      });

      it('keeps every letter of a note', async () => {
        const note = `"quoted" 'single' \\ % _ 👩‍🚀 千と千尋 e\u0301\nnext line`;
        await rate(store, ana.id, alien.id, { stars: 4, note });
        expect((await store.ratings.find(ana.id, alien.id))?.note).toBe(note);
        expect(await store.ratings.history(ana.id, alien.id)).toMatchObject([{ note }]);
      });

      it('changes nothing and writes no event when it is the same again', async () => {
        const first = await rate(store, ana.id, alien.id, { stars: 4, note: 'again', ratedAt: 5 });
        const wish = { stars: 4, note: 'again', now: NOW + 9 };
        const [unsaid, said] = [
          await rate(store, ana.id, alien.id, wish),
          await rate(store, ana.id, alien.id, { ...wish, ratedAt: 5 }),
        ];
        expect(unsaid).toEqual({ ...first, created: false });
        expect(said).toEqual({ ...first, created: false });
        expect(await store.ratings.history(ana.id, alien.id)).toHaveLength(1);
        expect(await changesOf(ana)).toHaveLength(1);
      });

      it.each([
        ['note', { stars: 4, note: 'better now' }],
        ['time', { stars: 4, ratedAt: NOW - 1 }],
        ['stars', { stars: 4.05 }],
      ])('writes an event when only the %s is another', async (_, wish) => {
        await rate(store, ana.id, alien.id, { stars: 4, ratedAt: NOW - 2 });
        const { tally } = await rate(store, ana.id, alien.id, wish);
        expect(tally.count).toBe(1);
        expect(await store.ratings.history(ana.id, alien.id)).toHaveLength(2);
      });

      it('of an unknown movie answers null and leaves nothing behind', async () => {
        const wish = { stars: parseStars(4), note: null, ratedAt: null, now: NOW };
        expect(await store.ratings.put({ ...wish, userId: ana.id, movieId: NO_MOVIE })).toBeNull();
        expect(await store.ratings.find(ana.id, NO_MOVIE)).toBeNull();
        expect(await changesOf(ana)).toEqual([]);
        expect((await store.ratings.tallyOfUser(ana.id)).count).toBe(0);
      });

      it('of an unknown user answers null and moves no tally', async () => {
        const wish = { stars: parseStars(4), note: null, ratedAt: null, now: NOW };
        expect(await store.ratings.put({ ...wish, userId: NOBODY, movieId: alien.id })).toBeNull();
        expect(await store.ratings.tallyOf(alien.id)).toEqual(emptyTally());
        expect((await store.recount.differences()).differences).toEqual([]);
      });
    });

    describe('the tally', () => {
      it.each([
        [0, 0],
        [0.2, 0],
        [0.25, 1],
        [0.5, 1],
        [0.7, 1],
        [0.75, 2],
        [2.5, 5],
        [4.25, 9],
        [4.7, 9],
        [4.75, 10],
        [5, 10],
      ])('counts %f stars in bucket %i', async (stars, bucket) => {
        const { tally } = await rate(store, ana.id, alien.id, { stars });
        expect(tally.histogram.indexOf(1)).toBe(bucket);
        expect(await store.ratings.tallyOfUser(ana.id)).toEqual(tally);
      });

      it('counts nothing as a rating of its own', async () => {
        const { tally } = await rate(store, ana.id, alien.id, { stars: 0 });
        expect(tally).toEqual({ count: 1, sum: 0, histogram: histogram(0) });
        expect(meanOf(tally)).toBe(0);
      });

      it('has the mean of thirds as exactly as a number can', async () => {
        const people = [ana, ben, await addUser(store, 'cleo')];
        for (const [i, { id }] of people.entries()) {
          await rate(store, id, alien.id, { stars: [5, 4, 4][i]! });
        }
        expect(meanOf(await store.ratings.tallyOf(alien.id))).toBe(13 / 3);
      });

      it('holds every value of the scale as it was given', async () => {
        for (let steps = 0; steps <= MOST_STEPS; steps++) {
          const { rating, tally } = await rate(store, ana.id, alien.id, {
            stars: steps / STEPS_PER_STAR,
          });
          expect([rating.stars, tally.sum, tally.count]).toEqual([steps, steps, 1]);
          expect((await store.ratings.find(ana.id, alien.id))?.stars).toBe(steps);
        }
      });

      it('is all zero for a movie that nobody has rated, and for one that is not there', async () => {
        expect(await store.ratings.tallyOf(alien.id)).toEqual(emptyTally());
        expect(await store.ratings.tallyOf(NO_MOVIE)).toEqual(emptyTally());
        expect(await store.ratings.tallyOfUser(ana.id)).toEqual(emptyTally());
      });

      it('of a user is of all the movies rated, and of nobody else', async () => {
        await rate(store, ana.id, alien.id, { stars: 3.5 });
        await rate(store, ana.id, brazil.id, { stars: 1 });
        await rate(store, ben.id, alien.id, { stars: 5 });
        expect(await store.ratings.tallyOfUser(ana.id)).toEqual({
          count: 2,
          sum: 90,
          histogram: histogram(3.5, 1),
        });
        expect(await store.ratings.tallyOf(alien.id)).toEqual({
          count: 2,
          sum: 170,
          histogram: histogram(3.5, 5),
        });
      });

      it('equals a recount after any puts and removals', async () => {
        const step = fc.record({
          who: fc.constantFrom(0, 1),
          what: fc.constantFrom(0, 1),
          steps: fc.option(fc.integer({ min: 0, max: MOST_STEPS }), { freq: 4 }),
        });
        const kept = new Map<string, number>();
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (all) => {
            for (const { who, what, steps } of all) {
              const [user, movie] = [[ana, ben][who]!, [alien, brazil][what]!];
              if (steps === null) {
                const removed = await store.ratings.remove(user.id, movie.id, NOW);
                expect(removed).toBe(kept.delete(`${who} ${what}`));
              } else {
                await rate(store, user.id, movie.id, { stars: steps / STEPS_PER_STAR });
                kept.set(`${who} ${what}`, steps);
              }
            }
            for (const [what, { id }] of [alien, brazil].entries()) {
              const all = [...kept].filter(([of]) => of.endsWith(` ${what}`)).map(([, n]) => n);
              expect(await store.ratings.tallyOf(id)).toEqual({
                count: all.length,
                sum: all.reduce((sum, n) => sum + n, 0),
                histogram: histogram(...all.map((n) => n / STEPS_PER_STAR)),
              });
            }
            expect(await store.recount.differences()).toMatchObject({
              ratings: kept.size,
              differences: [],
            });
          }),
          { numRuns: 40 },
        );
      });
    });

    describe('at once', () => {
      it('twenty people who rate one movie are all counted', async () => {
        const people = await Promise.all(
          Array.from({ length: 20 }, (_, i) => addUser(store, `rater-${i}`)),
        );
        const puts = await Promise.all(
          people.map(({ id }, i) => rate(store, id, alien.id, { stars: i / 4 })),
        );
        // Each is told of its own rating, and perhaps of others that were made at the same moment.
        for (const [i, { tally }] of puts.entries()) {
          expect(tally.histogram[Math.round(i / 2)]).toBeGreaterThan(0);
          expect(tally.count).toBeLessThanOrEqual(20);
        }
        const stars = people.map((_, i) => i / 4);
        expect(await store.ratings.tallyOf(alien.id)).toEqual({
          count: 20,
          sum: stars.reduce((sum, n) => sum + n * STEPS_PER_STAR, 0),
          histogram: histogram(...stars),
        });
      });

      it('one person who rates a movie twenty times has one rating and every change', async () => {
        const puts = await Promise.all(
          Array.from({ length: 20 }, (_, i) => rate(store, ana.id, alien.id, { stars: i / 4 })),
        );
        expect(puts.filter(({ created }) => created)).toHaveLength(1);
        const rating = await store.ratings.find(ana.id, alien.id);
        const history = await store.ratings.history(ana.id, alien.id);
        expect(history).toHaveLength(20);
        expect(new Set(history.map(({ revision }) => revision)).size).toBe(20);
        expect(history.at(-1)).toMatchObject({
          stars: rating!.stars,
          revision: rating!.revision,
        });
        const { count, sum } = await store.ratings.tallyOf(alien.id);
        expect([count, sum]).toEqual([1, rating!.stars]);
      });

      it('putting and removing one rating leave a tally that adds up', async () => {
        await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            i % 3 === 0
              ? store.ratings.remove(ana.id, alien.id, NOW)
              : rate(store, ana.id, alien.id, { stars: i / 4 }),
          ),
        );
        expect((await store.recount.differences()).differences).toEqual([]);
      });
    });

    describe('a removal', () => {
      it('takes the rating and its part of the tally', async () => {
        await rate(store, ana.id, alien.id, { stars: 3.55 });
        await rate(store, ben.id, alien.id, { stars: 5 });
        expect(await store.ratings.remove(ana.id, alien.id, NOW)).toBe(true);
        expect(await store.ratings.find(ana.id, alien.id)).toBeNull();
        expect(await store.ratings.tallyOf(alien.id)).toEqual({
          count: 1,
          sum: 100,
          histogram: histogram(5),
        });
      });

      it('of what is not there answers false and tells nobody', async () => {
        await rate(store, ana.id, alien.id, { stars: 3.5 });
        await store.ratings.remove(ana.id, alien.id, NOW);
        const before = await changesOf(ana);
        expect(await store.ratings.remove(ana.id, alien.id, NOW)).toBe(false);
        expect(await store.ratings.remove(ana.id, brazil.id, NOW)).toBe(false);
        expect(await store.ratings.remove(ana.id, NO_MOVIE, NOW)).toBe(false);
        expect(await store.ratings.remove(NOBODY, alien.id, NOW)).toBe(false);
        expect(await changesOf(ana)).toEqual(before);
      });

      it('lets the same stars be given anew', async () => {
        await rate(store, ana.id, alien.id, { stars: 3.5 });
        await store.ratings.remove(ana.id, alien.id, NOW);
        expect(await rate(store, ana.id, alien.id, { stars: 3.5 })).toMatchObject({
          created: true,
          tally: { count: 1, sum: 70 },
        });
      });
    });

    describe('the history', () => {
      it('tells every change of one rating, the oldest first', async () => {
        await rate(store, ana.id, alien.id, { stars: 3, note: 'first', now: NOW + 1 });
        await rate(store, ana.id, brazil.id, { stars: 1, now: NOW + 2 });
        await rate(store, ana.id, alien.id, { stars: 4.05, now: NOW + 3 });
        await store.ratings.remove(ana.id, alien.id, NOW + 4);
        await rate(store, ana.id, alien.id, { stars: 0, now: NOW + 5 });
        const history = await store.ratings.history(ana.id, alien.id);
        expect(history.map(({ stars, note, at }) => [stars, note, at])).toEqual([
          [60, 'first', NOW + 1],
          [81, null, NOW + 3],
          [null, null, NOW + 4],
          [0, null, NOW + 5],
        ]);
      });

      it('goes by the order of the changes, not by the clock', async () => {
        await rate(store, ana.id, alien.id, { stars: 3, now: NOW });
        await rate(store, ana.id, alien.id, { stars: 4, now: NOW - 1000 });
        const history = await store.ratings.history(ana.id, alien.id);
        expect(history.map(({ stars }) => stars)).toEqual([60, 80]);
      });

      it('is empty for what was never rated', async () => {
        expect(await store.ratings.history(ana.id, alien.id)).toEqual([]);
        expect(await store.ratings.history(NOBODY, NO_MOVIE)).toEqual([]);
      });
    });

    describe('the changes', () => {
      it('come in the order made, with tombstones, and of one user alone', async () => {
        await rate(store, ana.id, alien.id, { stars: 3, note: 'hm' });
        await rate(store, ben.id, alien.id, { stars: 5 });
        await rate(store, ana.id, brazil.id, { stars: 4 });
        await store.ratings.remove(ana.id, alien.id, NOW + 1);
        const changes = await changesOf(ana);
        expect(changes.map(({ movieId, stars, note }) => [movieId, stars, note])).toEqual([
          [alien.id, 60, 'hm'],
          [brazil.id, 80, null],
          [alien.id, null, null],
        ]);
        const revisions = changes.map(({ revision }) => revision);
        expect(revisions).toEqual([...new Set(revisions)].sort((x, y) => x - y));
      });

      it('read a few at a time miss none, whatever is written between', async () => {
        const seen: (Stars | null)[] = [];
        let after = 0;
        for (let i = 0; i < 6; i++) {
          await rate(store, ana.id, alien.id, { stars: i / 2 });
          await rate(store, ana.id, brazil.id, { stars: 5 - i / 2 });
          for (const { revision, stars } of await store.ratings.changes(ana.id, after, 2)) {
            expect(revision).toBeGreaterThan(after);
            after = revision;
            seen.push(stars);
          }
        }
        expect(seen).toEqual([0, 100, 10, 90, 20, 80, 30, 70, 40, 60, 50, 50]);
        expect(await store.ratings.changes(ana.id, after, 2)).toEqual([]);
      });

      it('after the last of them, and of nobody, are none', async () => {
        const { rating } = await rate(store, ana.id, alien.id, { stars: 3 });
        expect(await changesOf(ana, rating.revision)).toEqual([]);
        expect(await changesOf(ana, Number.MAX_SAFE_INTEGER)).toEqual([]);
        expect(await store.ratings.changes(NOBODY, 0, 10)).toEqual([]);
      });

      it('tell every rater that a movie is gone, and keep its history', async () => {
        await rate(store, ana.id, alien.id, { stars: 3 });
        await rate(store, ben.id, alien.id, { stars: 5 });
        await rate(store, ben.id, brazil.id, { stars: 1 });
        expect(await store.movies.remove(alien.id, NOW + 7)).toBe(true);
        for (const user of [ana, ben]) {
          expect((await changesOf(user)).at(-1)).toMatchObject({
            movieId: alien.id,
            stars: null,
            at: NOW + 7,
          });
          expect(await store.ratings.find(user.id, alien.id)).toBeNull();
          expect(await store.ratings.history(user.id, alien.id)).toHaveLength(2);
        }
        expect((await store.recount.differences()).differences).toEqual([]);
      });

      it('do not tell who had taken the rating back that a movie is gone', async () => {
        await rate(store, ana.id, alien.id, { stars: 3 });
        await store.ratings.remove(ana.id, alien.id, NOW);
        const before = await changesOf(ana);
        await store.movies.remove(alien.id, NOW);
        expect(await changesOf(ana)).toEqual(before);
      });
    });
  });
}
