import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rater } from '../../src/datasets/ports.js';
import type { Store } from '../../src/ports.js';
import { parseStars } from '../../src/ratings/stars.js';
import { scoreJob } from '../../src/score-job.js';
import { estimateScores } from '../../src/scores/estimate-scores.js';
import { publishAll } from '../support/publish.js';
import { addMovie, addUser, NOW, rate } from '../support/some.js';
import type { Tampered } from './recount.js';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const WEEKS = 60;
const FILMS = 4;
const FAKES = 30;

/** Usual votes for all films through more than a year; and lately many for the first, unlike those before. */
function dataSet(): Rater[] {
  const usual = Array.from({ length: 2 * WEEKS }, (_, n) => {
    const ratings = Array.from({ length: 1 + (n % FILMS) }, (_, film) => ({
      movieId: (film + 1) as never,
      stars: parseStars((6 + ((n + film) % 4)) / 2),
      ratedAt: NOW - 8 * DAY - n * 3 * DAY + film * 20 * 60_000,
    }));
    return { handle: `usual-${n}`, ratings };
  });
  const fakes = Array.from({ length: FAKES }, (_, n) => {
    const ratings = [{ movieId: 1 as never, stars: parseStars(0), ratedAt: NOW - HOUR + n }];
    return { handle: `fake-${n}`, ratings };
  });
  return [...usual, ...fakes, { handle: 'nobody', ratings: [] }];
}

export function loadedVotesContract(open: () => Promise<Tampered>): void {
  describe('the votes of a data set', () => {
    let [loaded, rated] = [{} as Tampered, {} as Tampered];

    beforeEach(async () => {
      [loaded, rated] = [await open(), await open()];
      for (const { store } of [loaded, rated]) {
        for (let film = 1; film <= FILMS; film++) await addMovie(store, { title: `Film ${film}` });
        const ana = await addUser(store, 'ana');
        await rate(store, ana.id, 2 as never, { stars: 4, now: NOW - 700 * DAY });
      }
    });
    afterEach(async () => {
      for (const { store } of [loaded, rated]) await store.close();
    });

    const load = (store: Store, raters = dataSet()) => store.raters.add(raters, NOW, () => {});
    /** The same as when each is there by a request of its own. */
    const rateAll = async (store: Store, raters = dataSet()) => {
      for (const { handle, ratings } of raters) {
        const { id } = await addUser(store, handle);
        for (const { movieId, stars, ratedAt } of ratings) {
          await rate(store, id, movieId, { stars: stars / 20, now: ratedAt });
        }
      }
    };
    const estimate = (scores: Store['scores']) =>
      estimateScores({ scores, now: () => NOW, pause: async () => {} });

    /** All that is kept of votes, by the epoch that counts; its number aside. */
    const kept = async ({ run }: Tampered) => {
      const current = "(select epoch from score_models where state = 'current')";
      const read = async (columns: string, rest: string) =>
        ((await run(`select ${columns} from ${rest}`)) as { rows: unknown[] }).rows;
      return {
        hours: await read('*', 'vote_hours order by movie_id, hour'),
        habits: await read(
          'user_id, ratings, bias, squares, rated, revision, seen',
          `rater_habits where epoch = ${current} order by user_id`,
        ),
        sums: await read(
          'movie_id, effect, prior, sums, owed',
          `vote_sums where epoch = ${current} order by movie_id`,
        ),
        scores: await read(
          'movie_id, stars, count, mean, low, high, best, divisive, gem, rising',
          'scores order by movie_id',
        ),
        flags: await read('movie_id, from_at, to_at, votes, mean', 'score_flags order by id'),
        owed: await read('id', 'users where owed = 1'),
        tallies: await read(
          'movie_id, sum(count) as votes, sum(sum) as steps',
          'tallies group by movie_id order by movie_id',
        ),
      };
    };
    const expectSame = async () => {
      for (const { store } of [loaded, rated]) {
        for (let i = 0; i < 3; i++) await publishAll(store);
        // Whichever was estimated before what was unusual had been seen.
        await estimate(store.scores);
        await publishAll(store);
      }
      const [one, other] = [await kept(loaded), await kept(rated)];
      expect(one).toEqual(other);
      expect(one.hours.length).toBeGreaterThan(2 * WEEKS);
      expect(one.flags).toMatchObject([{ votes: FAKES }]);
      expect(one.owed).toEqual([]);
    };

    it('are what they would be person by person, where nothing was estimated yet', async () => {
      await load(loaded.store);
      await rateAll(rated.store);
      await expectSame();
    });

    it('are what they would be person by person, beside votes that are counted', async () => {
      for (const { store } of [loaded, rated]) await publishAll(store);
      await load(loaded.store);
      await rateAll(rated.store);
      await expectSame();
    });

    it('are added to those of another data set in the same hours', async () => {
      const halves = [0, 1].map((half) => dataSet().filter((_, n) => n % 2 === half));
      for (const half of halves) {
        await load(loaded.store, half);
        await rateAll(rated.store, half);
      }
      for (const { store } of [loaded, rated]) for (let i = 0; i < 3; i++) await publishAll(store);
      const [one, other] = [await kept(loaded), await kept(rated)];
      expect([one.hours, one.tallies]).toEqual([other.hours, other.tallies]);
      expect(one.hours).toContainEqual(expect.objectContaining({ movie_id: 1, votes: FAKES }));
    });

    it.each([
      ['the first', false],
      ['another', true],
    ])('are noted once, though they come while %s estimation goes on', async (_, isAnother) => {
      if (isAnother) {
        for (const { store } of [loaded, rated]) {
          const { id } = await addUser(store, 'ben');
          await rate(store, id, 1 as never, { stars: 4, now: NOW - 700 * DAY });
          await publishAll(store);
        }
      }
      const { scores } = loaded.store;
      const adopt: typeof scores.adopt = async (epoch) => {
        await load(loaded.store);
        await scores.adopt(epoch);
      };
      await estimate({ ...scores, adopt });
      // Those who came are not counted by it yet.
      await estimate(scores);
      await rateAll(rated.store);
      await expectSame();
    });

    it('are estimated all together before they are counted one by one', async () => {
      const { store } = loaded;
      await publishAll(store);
      await load(store);
      const owed: unknown[] = [];
      const job = scoreJob({
        scores: store.scores,
        now: () => NOW,
        isOurs: async () => true,
        onBroken: (error) => owed.push(error),
        quick: 1,
        renewAside: async () => void owed.push(...(await kept(loaded)).owed),
      });
      await job.run(async () => true);
      await job.stop();
      expect(owed.length).toBeGreaterThan(FAKES);
    });
  });
}
