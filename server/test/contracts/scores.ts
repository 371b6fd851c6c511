import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie, MovieId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { emptyTally } from '../../src/ratings/tally.js';
import { countVotes } from '../../src/scores/count-votes.js';
import { estimateScores } from '../../src/scores/estimate-scores.js';
import { explainScore, scoreOfDay } from '../../src/scores/explain-score.js';
import { METHOD } from '../../src/scores/method.js';
import { recountVotes } from '../../src/scores/recount-votes.js';
import type { User, UserId } from '../../src/users/user.js';
import { beginCounting, publishAll, publishGiven } from '../support/publish.js';
import { addMovie, addUser, NO_MOVIE, NOW, rate } from '../support/some.js';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

export function scoresContract(open: () => Promise<Store>): void {
  describe('scores', () => {
    let store: Store;
    let ana: User;
    let alien: Movie;
    let brazil: Movie;

    beforeEach(async () => {
      store = await open();
      ana = await addUser(store, 'ana');
      alien = await addMovie(store, { title: 'Alien' });
      brazil = await addMovie(store, { title: 'Brazil' });
    });
    afterEach(() => store.close());

    const explain = (id: MovieId) => explainScore({ ...store, now: () => NOW }, id);
    const publishedOf = async (id: MovieId) => (await store.movies.find(id))?.score ?? null;
    const countedOf = async (id: MovieId) => {
      const { made } = await explain(id);
      const { regular, newcomers, held } = made!.votes;
      return regular.votes + newcomers.votes + held.votes;
    };
    /** So many people, each of whom gives one movie these stars. */
    const crowd = async (name: string, stars: number[], movieId: MovieId, at = NOW) => {
      const ids: UserId[] = [];
      for (const [i, given] of stars.entries()) {
        const { id } = await addUser(store, `${name}${i}`);
        await rate(store, id, movieId, { stars: given, now: at });
        ids.push(id);
      }
      return ids;
    };

    it('are owed from a rating on until they are published, and stand in the movie', async () => {
      await publishAll(store);
      expect(await store.scores.isOwed()).toBe(false);
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      expect(await store.scores.isOwed()).toBe(true);
      await publishAll(store);
      expect(await store.scores.isOwed()).toBe(false);
      const { stars, low, high } = await explain(alien.id);
      expect(await publishedOf(alien.id)).toEqual({ stars, low, high, count: 1, mean: 4.5 });
      expect(await publishedOf(brazil.id)).toBeNull();
    });

    it('go when nobody rates the movie any more', async () => {
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      await publishAll(store);
      await store.ratings.remove(ana.id, alien.id, NOW);
      await publishAll(store);
      expect(await publishedOf(alien.id)).toBeNull();
      expect(await countedOf(alien.id)).toBe(0);
    });

    it('are there of no movie without ratings, but what it would begin with is', async () => {
      expect(await store.scores.votesOf(NO_MOVIE, NOW)).toBeNull();
      expect(await explain(alien.id)).toMatchObject({
        stars: null,
        low: null,
        high: null,
        tally: { count: 0 },
        made: { prior: { stars: 3, weight: 4.8 }, effectiveVotes: 0, confidence: 'low' },
      });
    });

    it('count thousands of ratings of one person, some at a time', async () => {
      await publishAll(store);
      const ids: MovieId[] = [];
      await store.atomically(async (tx) => {
        for (let i = 0; i < 2100; i++) {
          const { id } = await addMovie(tx, { title: `Film ${i}` });
          await rate(tx, ana.id, id, { stars: (i % 11) / 2 });
          ids.push(id);
        }
      });
      const step = () => store.scores.count(100, countVotes);
      expect(await step()).toEqual({ raters: 1, next: 0, isWhole: true, ratings: 100 });
      const [other] = await crowd('person', [3], ids[0]!);
      // Behind who has more.
      expect(await step()).toEqual({ raters: 2, next: other, isWhole: false, ratings: 101 });
      await publishAll(store);
      expect((await store.scores.current())?.model.ratings).toBe(2101);
      for (const id of [ids[1], ids[1050], ids.at(-1)]) expect(await countedOf(id!)).toBe(1);
      expect(await store.scores.isOwed()).toBe(false);
    }, 120_000);

    it('follow who leaves, and facts that are mended', async () => {
      await crowd('person', [5, 5, 5, 1], alien.id);
      await publishAll(store);
      const before = await publishedOf(alien.id);
      const last = await store.users.findByHandle('person3');
      await store.users.remove(last!.id);
      await publishAll(store);
      expect(await countedOf(alien.id)).toBe(3);
      expect((await publishedOf(alien.id))!.stars).toBeGreaterThan(before!.stars);

      const model = { ...(await store.scores.current())!.model };
      model.prior = { ...model.prior, genres: { Horror: -1 } };
      await store.scores.adopt({ ...(await store.scores.current())!, model });
      const scary = { ...alien, genres: ['Horror'] };
      await store.movies.edit(alien.id, alien.version, scary, NOW);
      await store.scores.recount(recountVotes);
      const { made } = await explain(alien.id);
      expect(made!.prior.stars).toBeCloseTo(model.prior.base - 1, 10);
    });

    it('are counted by one at a time, whoever else tries', async () => {
      await publishAll(store);
      const ids = await crowd('person', [1, 2, 3, 4, 5], alien.id);
      const counted = await Promise.all(
        Array.from({ length: 6 }, () => store.scores.count(2, countVotes)),
      );
      expect(counted.reduce((sum, { ratings }) => sum + ratings, 0)).toBe(ids.length);
      await publishAll(store);
      expect(await countedOf(alien.id)).toBe(ids.length);
    });

    it('are counted of everyone in turn, though some rate all the time', async () => {
      await publishAll(store);
      const ids = await crowd('person', [1, 2, 3], alien.id);
      const first = await store.scores.count(2, countVotes);
      expect(first).toEqual({ raters: 2, ratings: 2, isWhole: true, next: ids[1] });
      await rate(store, ids[0]!, brazil.id, { stars: 4 });
      const second = await store.scores.count(2, countVotes, first.next!);
      expect(second).toEqual({ raters: 1, ratings: 1, isWhole: true, next: null });
      expect(await countedOf(alien.id)).toBe(3);
      expect(await countedOf(brazil.id)).toBe(0);
      expect(await store.scores.count(2, countVotes)).toEqual({
        raters: 1,
        ratings: 1,
        isWhole: true,
        next: null,
      });
    });

    it('are not estimated by who may not go on, and later as if nobody had begun', async () => {
      await crowd('person', [1, 2, 3], alien.id);
      await publishAll(store);
      const before = await store.scores.current();
      const pause = async () => {};
      const needs = { scores: store.scores, now: () => NOW, pause };
      expect(await estimateScores({ ...needs, mayGoOn: async () => false })).toBe(false);
      expect(await store.scores.current()).toEqual(before);
      expect(await estimateScores(needs)).toBe(true);
      expect((await store.scores.current())!.epoch).toBeGreaterThan(before!.epoch);
      await publishAll(store);
      expect(await countedOf(alien.id)).toBe(3);
    });

    it('keep what is current, whoever begins another estimation at the moment it becomes so', async () => {
      await crowd('person', [1, 2, 3], alien.id);
      await publishAll(store);
      const { scores } = store;
      let second: Promise<number> | null = null;
      const adopt: typeof scores.adopt = async (epoch) => {
        second = scores.begin(METHOD, NOW);
        await scores.adopt(epoch);
      };
      const needs = { now: () => NOW, pause: async () => {} };
      // Either may be the first.
      await estimateScores({ ...needs, scores: { ...scores, adopt } }).catch(() => {});
      await second;
      expect(await countedOf(alien.id)).toBe(3);
    });

    it('are noted by the hour no longer when who voted leaves, whatever they changed last', async () => {
      await crowd('person', [1, 2], alien.id);
      for (const { id } of [alien, brazil]) await rate(store, ana.id, id, { stars: 4 });
      await publishAll(store);
      await addUser(store, 'ben');
      await rate(store, ana.id, alien.id, { stars: 5, now: NOW + HOUR });
      await store.ratings.remove(ana.id, brazil.id, NOW + HOUR);
      await store.users.change((await store.users.findByHandle('ben'))!.id, { role: 'ADMIN' });
      expect(await store.users.remove(ana.id)).toBe('removed');
      await publishAll(store);
      const hoursOf = async (id: MovieId) =>
        (await store.scores.votesOf(id, NOW))!.hours.map(({ votes, stars }) => [votes, stars]);
      expect(await hoursOf(alien.id)).toEqual([[2, 3]]);
      expect(await hoursOf(brazil.id)).toEqual([[0, 0]]);
    });

    it('are noted by the hour once, whichever estimation counts them', async () => {
      const noted = async (at: number) => {
        const hours = (await store.scores.votesOf(alien.id, at))?.hours ?? [];
        return hours.reduce((all, { votes }) => all + votes, 0);
      };
      await publishAll(store);
      await rate(store, ana.id, alien.id, { stars: 4 });
      const { scores } = store;
      const adopt: typeof scores.adopt = async (epoch) => {
        // By the one that is current still, when who rated is written of the next.
        await scores.count(10, countVotes);
        await scores.adopt(epoch);
      };
      const needs = { now: () => NOW, pause: async () => {} };
      await estimateScores({ ...needs, scores: { ...scores, adopt } });
      await estimateScores({ ...needs, scores });
      await rate(store, ana.id, brazil.id, { stars: 4 });
      await publishAll(store);
      expect(await noted(NOW)).toBe(1);
    });

    it('count what is rated and removed while an estimation goes on', async () => {
      const people = await crowd('person', [1, 2, 3, 4], alien.id);
      await publishAll(store);
      const meanwhile = [
        () => rate(store, ana.id, alien.id, { stars: 5 }),
        () => store.ratings.remove(people[0]!, alien.id, NOW),
        () => rate(store, people[1]!, brazil.id, { stars: 4 }),
        () => store.users.remove(people[2]!),
        () => publishAll({ scores: { ...store.scores, current: async () => sameEpoch() } }),
        () => rate(store, people[3]!, alien.id, { stars: 0.5 }),
      ];
      const sameEpoch = async () => ({ ...(await store.scores.current())!, at: NOW });
      await estimateScores({
        scores: store.scores,
        now: () => NOW,
        async pause() {
          await meanwhile.shift()?.();
        },
      });
      for (const act of meanwhile) await act();
      await publishAll(store);
      expect(await countedOf(alien.id)).toBe(3);
      expect(await countedOf(brazil.id)).toBe(1);
      expect(await publishedOf(alien.id)).toMatchObject({ count: 3 });
    });

    it('stand beside those of the method before until all are by the new one', async () => {
      await crowd('person', [4, 4], alien.id);
      await rate(store, ana.id, brazil.id, { stars: 2 });
      const old = await beginCounting(store, { method: 'older-1' });
      await publishGiven(store, [
        { movieId: alien.id, score: { stars: 4.2, low: 4, high: 5, count: 2, mean: 4 } },
        { movieId: brazil.id, score: { stars: 2.2, low: 1, high: 3, count: 1, mean: 2 } },
      ]);
      const pause = async () => {};
      await estimateScores({ scores: store.scores, now: () => NOW, pause });
      const { epoch } = (await store.scores.current())!;
      expect(epoch).toBeGreaterThan(old.epoch);
      const one = async () =>
        store.scores.publish({ fresh: 1, leaning: 1 }, NOW, (owed) =>
          owed.map(({ movieId }) => ({
            movieId,
            score: { stars: 3, low: 2, high: 4, count: 1, mean: 3 },
            histogram: emptyTally().histogram,
            charts: { best: null, divisive: null, gem: null, rising: null },
            popularity: 0,
            raised: null,
            continued: null,
          })),
        );
      for (let published = 0; published < 2; published++) {
        expect(await store.scores.previous(alien.id)).toEqual({ stars: 4.2, method: 'older-1' });
        expect(await store.scores.previous(brazil.id)).toEqual({ stars: 2.2, method: 'older-1' });
        await one();
      }
      await one();
      expect(await store.scores.previous(alien.id)).toBeNull();
      expect(await store.scores.previous(brazil.id)).toBeNull();
    });

    it('are kept by the day on which they moved, the last of each', async () => {
      await rate(store, ana.id, alien.id, { stars: 5 });
      await publishAll(store, () => NOW);
      await rate(store, ana.id, alien.id, { stars: 1 });
      await publishAll(store, () => NOW + HOUR);
      await rate(store, ana.id, alien.id, { stars: 3 });
      await publishAll(store, () => NOW + 5 * DAY);
      const days = await store.scores.days(alien.id);
      expect(days.map(({ day, score }) => [day, score?.count, score?.mean])).toEqual([
        ['2026-03-01', 1, 1],
        ['2026-03-06', 1, 3],
      ]);
      expect(days[0]!.histogram).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
      expect(days[1]!.method).toBe('habits-1');
    });

    it('are kept of the day on which they go, and of that on which they come back', async () => {
      const at = (days: number) => () => NOW + days * DAY;
      const ben = await addUser(store, 'ben');
      await publishAll(store, at(0));
      await rate(store, ana.id, alien.id, { stars: 4 });
      await publishAll(store, at(1));
      await store.ratings.remove(ana.id, alien.id, NOW + 2 * DAY);
      await publishAll(store, at(2));
      await publishAll(store, at(3));
      await rate(store, ben.id, alien.id, { stars: 4 });
      await publishAll(store, at(4));
      await store.ratings.remove(ben.id, alien.id, NOW + 4 * DAY);
      await publishAll(store, at(4));
      const days = await store.scores.days(alien.id);
      expect(days.map(({ day, score }) => [day, score?.mean ?? null])).toEqual([
        ['2026-03-02', 4],
        ['2026-03-03', null],
        ['2026-03-05', null],
      ]);
      expect(days[1]!.histogram).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
      expect((await explain(alien.id)).timeline).toHaveLength(1);
      expect(await scoreOfDay(store, alien.id, '2026-03-02')).toMatchObject({ mean: 4 });
      expect(await scoreOfDay(store, alien.id, '2026-03-04')).toMatchObject({
        stars: null,
        mean: null,
        tally: { count: 0 },
      });
    });

    it('are kept of a day on which only their mean or histogram moved', async () => {
      const stars = 3;
      const score = { stars, low: 2, high: 4, count: 2, mean: 3 };
      const even = [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0];
      const uneven = [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0];
      const publish = (day: number, more: object, histogram: readonly number[]) =>
        publishGiven(
          store,
          [{ movieId: alien.id, score: { ...score, ...more }, histogram }],
          NOW + day * DAY,
        );
      await publish(0, {}, even);
      await publish(1, {}, uneven);
      await publish(2, { stars: 3.004 }, uneven);
      await publish(3, { mean: 3.1 }, uneven);
      await publish(4, { mean: 3.1, stars: 3.004 }, uneven);
      await publish(5, { mean: 3.1, stars: 3.008 }, uneven);
      const days = await store.scores.days(alien.id);
      expect(days.map(({ day }) => day)).toEqual([
        '2026-03-01',
        '2026-03-02',
        '2026-03-04',
        '2026-03-06',
      ]);
    });

    it('hold votes that come all at once and unlike those before, until someone decides', async () => {
      // Half a year of ordinary votes.
      for (let week = 0; week < 26; week++) {
        const at = NOW - (27 - week) * 7 * DAY;
        await crowd(`early${week}x`, [4, 3.5], alien.id, at);
        await publishAll(store, () => at);
      }
      const before = await publishedOf(alien.id);
      await crowd('fake', new Array(30).fill(0), alien.id, NOW);
      await publishAll(store, () => NOW);
      // Raised by what was published, and counted so the next time.
      await publishAll(store, () => NOW);
      const { made } = await explain(alien.id);
      expect(made!.votes.held.votes).toBe(30);
      expect(made!.unusual).toMatchObject([{ decision: null, votes: 30, mean: 0, toAt: null }]);
      const held = await publishedOf(alien.id);
      expect(Math.abs(held!.stars - before!.stars)).toBeLessThan(0.12);
      expect(held!.count).toBe(82);
      expect(held!.mean).toBeLessThan(before!.mean - 1);

      // It is over when nothing unusual has come for a week.
      await crowd('late', [3.5], alien.id, NOW + 9 * DAY);
      await publishAll(store, () => NOW + 9 * DAY);
      await publishAll(store, () => NOW + 9 * DAY);
      const later = await explain(alien.id);
      expect(later.made!.votes.held.votes).toBe(30);
      expect(later.made!.unusual[0]!.toAt).toBe(NOW);
    }, 120_000);

    it('do not hold a premiere night that is like what was rated before', async () => {
      for (let week = 0; week < 8; week++) {
        const at = NOW - (9 - week) * 7 * DAY;
        await crowd(`early${week}x`, [4, 3.5, 4.5], alien.id, at);
        await publishAll(store, () => at);
      }
      await crowd(
        'guest',
        Array.from({ length: 40 }, (_, i) => 3 + (i % 5) / 2),
        alien.id,
        NOW,
      );
      await publishAll(store, () => NOW);
      await publishAll(store, () => NOW);
      const { made } = await explain(alien.id);
      expect(made!.unusual).toEqual([]);
      expect(made!.votes.held.votes).toBe(0);
    }, 120_000);
  });
}
