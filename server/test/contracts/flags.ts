import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { estimateScores } from '../../src/scores/estimate-scores.js';
import type { Verdict } from '../../src/scores/flags.js';
import { recountVotes } from '../../src/scores/recount-votes.js';
import { scoreMovie } from '../../src/scores/score-movie.js';
import type { User } from '../../src/users/user.js';
import { adoptNothing } from '../support/charts.js';
import { aFlag, rateAndFlag } from '../support/flags.js';
import { ALL_SCORES, publishAll } from '../support/publish.js';
import { ALL, addMovie, addUser, NOW, walk } from '../support/some.js';

const NO_FLAG = 987_654_321;

export function flagsContract(open: () => Promise<Store>): void {
  describe('flags', () => {
    let store: Store;
    let root: User;
    let ana: User;
    let alien: Movie;
    let flagId: number;

    beforeEach(async () => {
      store = await open();
      root = await addUser(store, 'root');
      ana = await addUser(store, 'ana');
      alien = await addMovie(store, { title: 'Alien', year: 1979 });
      await adoptNothing(store);
      flagId = await rateAndFlag(store, ana.id, alien.id);
      await recounted();
    });
    afterEach(() => store.close());

    const attack = (): Verdict => ({ decision: 'attack', note: 'a forum', by: root.id, at: NOW });
    /** Which movies were due to be counted anew. */
    async function recounted(): Promise<number[]> {
      const id = await store.scores.recount(recountVotes);
      return id === null ? [] : [id, ...(await recounted())];
    }
    const another = async () =>
      rateAndFlag(store, ana.id, (await addMovie(store, { title: 'Brazil' })).id);

    it('tell what was found, about which movie', async () => {
      const { items, next, total } = await store.flags.list({}, ALL);
      expect(items).toEqual([
        {
          ...aFlag(),
          id: flagId,
          movie: { id: alien.id, title: 'Alien', year: 1979 },
          toAt: null,
          decision: null,
          note: null,
          decidedBy: null,
          decidedAt: null,
        },
      ]);
      expect([next, total]).toEqual([null, 1]);
    });

    it('are decided, and decided anew, and opened again', async () => {
      const [open] = (await store.flags.list({}, ALL)).items;
      const decided = await store.flags.decide(flagId, attack());
      expect(decided).toEqual({
        ...open,
        ...{ decision: 'attack', note: 'a forum', decidedAt: NOW, toAt: NOW },
        decidedBy: { id: root.id, handle: 'root' },
      });
      expect(await store.flags.lock(flagId)).toEqual(decided);
      const genuine = { decision: 'genuine', note: null, by: ana.id, at: NOW + 1 } as const;
      expect(await store.flags.decide(flagId, genuine)).toEqual({
        ...open,
        ...{ decision: 'genuine', decidedAt: NOW + 1, toAt: NOW },
        decidedBy: { id: ana.id, handle: 'ana' },
      });
      expect(await store.flags.decide(flagId, null)).toEqual(open);
    });

    it('have the votes for their movie counted anew, each time', async () => {
      await another();
      await recounted();
      for (const verdict of [attack(), attack(), null]) {
        await store.flags.decide(flagId, verdict);
        expect(await recounted()).toEqual([alien.id]);
      }
      expect(await recounted()).toEqual([]);
    });

    it('are what votes count by from then on', async () => {
      const votes = async () => (await store.scores.votesOf(alien.id, NOW))?.votes.sums;
      const none = { votes: 0 };
      await store.flags.decide(flagId, attack());
      await recounted();
      expect(await votes()).toMatchObject({ regular: none, newcomers: none, held: none });
      await store.flags.decide(flagId, { ...attack(), decision: 'genuine' });
      await recounted();
      expect(await votes()).toMatchObject({ held: none });
      await store.flags.decide(flagId, null);
      await recounted();
      expect(await votes()).toMatchObject({ regular: none, newcomers: none, held: { votes: 1 } });
    });

    it('stay as decided, whatever is noticed at that moment', async () => {
      const decided = await store.flags.decide(flagId, attack());
      await recounted();
      await store.scores.publish(ALL_SCORES, NOW, (owed, epoch) =>
        owed.map((movie) => ({
          ...scoreMovie(movie, epoch, NOW),
          continued: { id: flagId, seenAt: NOW + 1, toAt: null },
        })),
      );
      expect(await store.flags.lock(flagId)).toEqual(decided);
    });

    it('end when nothing unusual came for a week, also when nothing came at all', async () => {
      const later = NOW + 8 * 24 * 60 * 60_000;
      await publishAll(store, () => NOW);
      await estimateScores({ scores: store.scores, now: () => later, pause: async () => {} });
      await publishAll(store, () => later);
      expect(await store.flags.lock(flagId)).toMatchObject({ toAt: NOW, decision: null });
      const { items } = await store.charts.list('best', {}, ALL);
      expect(items.map(({ movie }) => movie.id)).toEqual([alien.id]);
    });

    it('of an attack tell how its votes came, however long ago: they are no measure of what is usual', async () => {
      const later = NOW + 60 * 24 * 60 * 60_000;
      const votes = async () =>
        (await store.scores.votesOf(alien.id, later))!.hours.reduce(
          (all, { votes }) => all + votes,
          0,
        );
      expect(await votes()).toBe(0);
      await store.flags.decide(flagId, attack());
      expect(await votes()).toBe(1);
    });

    it('that are none are neither found nor decided', async () => {
      expect(await store.flags.lock(NO_FLAG)).toBeNull();
      expect(await store.flags.decide(NO_FLAG, attack())).toBeNull();
      expect(await recounted()).toEqual([]);
    });

    it('are listed newest first, page by page, open or decided ones', async () => {
      const ids = [flagId, await another(), await another()];
      await store.flags.decide(ids[1]!, attack());
      const listed = async (state?: 'open' | 'decided') => {
        const { items, total } = await store.flags.list({ state }, ALL);
        expect(total).toBe(items.length);
        const paged = await walk((page) => store.flags.list({ state }, page), 1);
        expect(paged).toEqual(items);
        return items.map(({ id }) => id);
      };
      expect(await listed()).toEqual(ids.toReversed());
      expect(await listed('open')).toEqual([ids[2], ids[0]]);
      expect(await listed('decided')).toEqual([ids[1]]);
    });

    it('make no estimation due, however many of all votes are in question', async () => {
      await estimateScores({ scores: store.scores, now: () => NOW, pause: async () => {} });
      expect((await store.scores.current())?.model.ratings).toBe(await store.scores.ratings());
    });

    it('stay decided when who decided is gone, and go with their movie', async () => {
      await store.users.change(ana.id, { role: 'ADMIN' });
      await store.flags.decide(flagId, attack());
      expect(await store.users.remove(root.id)).toBe('removed');
      expect(await store.flags.lock(flagId)).toMatchObject({
        decision: 'attack',
        decidedBy: null,
        decidedAt: NOW,
      });
      await store.movies.remove(alien.id, NOW);
      expect(await store.flags.lock(flagId)).toBeNull();
      expect(await store.flags.list({}, ALL)).toEqual({ items: [], next: null, total: 0 });
    });
  });
}
