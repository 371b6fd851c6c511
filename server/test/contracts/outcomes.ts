import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import type { Outcome } from '../../src/predictions/outcomes.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { User } from '../../src/users/user.js';
import { addMovie, addUser, NO_MOVIE, NOW, rate } from '../support/some.js';

const MOST = 100;

export function outcomesContract(open: () => Promise<Store>): void {
  describe('what came of predictions', () => {
    let store: Store;
    let ana: User;
    let ben: User;
    let alien: Movie;
    let brazil: Movie;
    let version: number;

    beforeEach(async () => {
      store = await open();
      [ana, ben] = [await addUser(store, 'ana'), await addUser(store, 'ben')];
      alien = await addMovie(store, { title: 'Alien' });
      brazil = await addMovie(store, { title: 'Brazil' });
      version = await store.predictionModels.begin('of-a-test', NOW);
      await store.predictionModels.adopt(version, {
        ratings: 0,
        users: 0,
        movies: 0,
        readAt: NOW,
        at: NOW,
      });
    });
    afterEach(() => store.close());

    const outcome = (of: User, movie: Movie, more: Partial<Outcome> = {}): Outcome => ({
      userId: of.id,
      movieId: movie.id,
      day: '2026-03-01',
      stars: parseStars(4),
      predicted: 3700,
      deviation: 1000,
      liking: 640,
      filmMean: 3000,
      withBias: 3500,
      ...more,
    });
    const settle = (outcomes: Outcome[]) => store.outcomes.settle(version, [], outcomes);
    const quality = (by: 'day' | 'month' = 'day') => store.outcomes.quality(by, MOST);
    const addsUp = async () => expect((await store.recount.differences()).differences).toEqual([]);
    const newsOf = async (user: User, since = NOW - 1, most = MOST) => {
      const unjudged = await store.outcomes.unjudged(0 as User['id'], MOST);
      const of = unjudged.find(({ userId }) => userId === user.id);
      return of === undefined ? 'none' : store.outcomes.news(of, since, most);
    };

    it('is owed of who changes a rating, until it is settled', async () => {
      expect(await store.outcomes.unjudged(0 as User['id'], MOST)).toEqual([]);
      await rate(store, ben.id, alien.id, { stars: 2 });
      await rate(store, ana.id, alien.id, { stars: 3 });
      await store.ratings.remove(ana.id, alien.id, NOW);
      const owed = [
        { userId: ana.id, from: 1, revision: 2 },
        { userId: ben.id, from: 1, revision: 1 },
      ];
      expect(await store.outcomes.unjudged(0 as User['id'], MOST)).toEqual(owed);
      expect(await store.outcomes.unjudged(0 as User['id'], 1)).toEqual([owed[0]]);
      expect(await store.outcomes.unjudged(ana.id, MOST)).toEqual([owed[1]]);

      await rate(store, ana.id, brazil.id, { stars: 1 });
      expect(await store.outcomes.settle(version, owed, [])).toBe(true);
      const left = [{ userId: ana.id, from: 3, revision: 3 }];
      expect(await store.outcomes.unjudged(0 as User['id'], MOST)).toEqual(left);
    });

    it('is told of what was there before, and of what is new, in its order', async () => {
      await rate(store, ana.id, alien.id, { stars: 3, now: NOW - 10 });
      await rate(store, ana.id, brazil.id, { stars: 1, now: NOW - 10 });
      const [of] = await store.outcomes.unjudged(0 as User['id'], MOST);
      await store.outcomes.settle(version, [of!], []);
      const { id } = await addMovie(store, { title: 'Clue' });
      await rate(store, ana.id, alien.id, { stars: 5, now: NOW + 1 });
      await rate(store, ana.id, id, { stars: 4, now: NOW + 2 });
      await store.ratings.remove(ana.id, alien.id, NOW + 3);
      const told = await newsOf(ana);
      expect(told).toMatchObject({
        news: [
          { movieId: alien.id, steps: 100, at: NOW + 1 },
          { movieId: id, steps: 80, at: NOW + 2 },
          { movieId: alien.id, steps: null, at: NOW + 3 },
        ],
      });
      const before = told === null || told === 'none' ? [] : told.before;
      expect(new Map(before.map(({ movieId, steps }) => [movieId, steps]))).toEqual(
        new Map([
          [alien.id, 60],
          [brazil.id, 20],
        ]),
      );
    });

    it('leaves out what the model may know already', async () => {
      await rate(store, ana.id, alien.id, { stars: 3, now: NOW });
      await rate(store, ana.id, brazil.id, { stars: 1, now: NOW + 1 });
      expect(await newsOf(ana, NOW)).toEqual({
        before: [{ movieId: alien.id, steps: 60 }],
        news: [{ movieId: brazil.id, steps: 20, at: NOW + 1 }],
      });
      expect(await newsOf(ana, NOW + 1)).toBeNull();
    });

    it('is not asked of what was brought in at once, nor of who does not want it', async () => {
      await rate(store, ana.id, alien.id, { stars: 3 });
      await rate(store, ana.id, brazil.id, { stars: 3 });
      expect(await newsOf(ana, NOW - 1, 1)).toBeNull();
      expect(await newsOf(ana, NOW - 1, 2)).toMatchObject({ before: [] });
      await store.users.change(ana.id, { useForPredictions: false });
      expect(await newsOf(ana)).toBeNull();
    });

    it('knows a film that was rated under another id', async () => {
      await rate(store, ana.id, alien.id, { stars: 3, now: NOW - 10 });
      const [of] = await store.outcomes.unjudged(0 as User['id'], MOST);
      await store.outcomes.settle(version, [of!], []);
      const { title, ...facts } = brazil;
      await store.movies.merge(alien, brazil, { ...facts, title, directors: [], cast: [] }, NOW);
      await rate(store, ana.id, brazil.id, { stars: 1, now: NOW + 5 });
      expect(await newsOf(ana, NOW)).toMatchObject({
        before: [{ movieId: brazil.id, steps: 60 }],
        news: [{ movieId: brazil.id, steps: 20 }],
      });
    });

    it('is beside what everyone else gave', async () => {
      await rate(store, ana.id, alien.id, { stars: 1 });
      await rate(store, ben.id, alien.id, { stars: 3 });
      await rate(store, ana.id, brazil.id, { stars: 1 });
      const ids = [alien.id, brazil.id, NO_MOVIE];
      expect(await store.outcomes.meanWithout(ana.id, ids)).toEqual(new Map([[alien.id, 3]]));
      expect(await store.outcomes.meanWithout(ben.id, [brazil.id])).toEqual(
        new Map([[brazil.id, 1]]),
      );
      expect(await store.outcomes.meanWithout(ana.id, [])).toEqual(new Map());
    });

    it('adds up exactly, by day and by what was predicted', async () => {
      await settle([
        outcome(ana, alien),
        outcome(ben, alien, { stars: parseStars(2.5), predicted: 3250, liking: 1000 }),
        outcome(ana, brazil, { day: '2026-04-02', predicted: 3249, liking: 0 }),
      ]);
      const { stars, liking, spans } = await quality();
      expect(spans.map(({ since, count }) => [since, count])).toEqual([
        ['2026-04-02', 1],
        ['2026-03-01', 2],
      ]);
      expect(spans[1]).toEqual({
        since: '2026-03-01',
        count: 2,
        predicted: 6950,
        came: 6500,
        absolutes: 300 + 750,
        squares: 300 ** 2 + 750 ** 2,
        filmSquares: 1000 ** 2 + 500 ** 2,
        biasSquares: 500 ** 2 + 1000 ** 2,
        within: { 50: 1, 80: 2, 90: 2, 95: 2 },
      });
      // Ties go up: 3.25 is nearest to 3.5.
      expect(stars.map(({ bin, count }) => [bin, count])).toEqual([
        [6, 1],
        [7, 2],
      ]);
      expect(
        liking.map(({ bin, count, predicted, came }) => [bin, count, predicted, came]),
      ).toEqual([
        [0, 1, 0, 1000],
        [6, 1, 640, 1000],
        [9, 1, 1000, 0],
      ]);
      expect((await quality('month')).spans.map(({ since }) => since)).toEqual([
        '2026-04',
        '2026-03',
      ]);
      expect((await store.outcomes.quality('day', 1)).spans).toHaveLength(1);
      await addsUp();
    });

    it('is judged by the first rating of a film alone', async () => {
      await settle([outcome(ana, alien)]);
      await settle([outcome(ana, alien, { day: '2026-03-05' }), outcome(ana, brazil)]);
      expect((await quality()).spans.map(({ count }) => count)).toEqual([2]);
      await addsUp();
    });

    it('goes with the person, as if it had never been', async () => {
      await settle([outcome(ana, alien)]);
      const alone = await quality();
      await settle([outcome(ben, alien, { predicted: 1234, day: '2026-03-02' })]);
      await settle([outcome(ben, brazil, { stars: parseStars(0.05) })]);
      expect(await store.users.remove(ben.id)).toBe('removed');
      expect(await quality()).toEqual(alone);
      await addsUp();
    });

    it('stays when the film goes', async () => {
      await settle([outcome(ana, alien)]);
      await store.movies.remove(alien.id, NOW);
      expect((await quality()).spans.map(({ count }) => count)).toEqual([1]);
      await addsUp();
    });

    it('adds up when two settle at once', async () => {
      const films = [alien, brazil];
      await Promise.all(
        [ana, ben].flatMap((user) => films.map((film) => settle([outcome(user, film)]))),
      );
      expect((await quality()).spans.map(({ count }) => count)).toEqual([4]);
      await addsUp();
    });

    it('moves what the model lacks, and says since when', async () => {
      const { predictionModels: models } = store;
      const gone = { ...alien, id: NO_MOVIE };
      await settle([outcome(ana, alien, { predicted: 3500 }), outcome(ana, gone)]);
      expect((await models.current())?.drifts).toBe(1);
      await settle([outcome(ben, alien, { predicted: 4250 })]);
      await settle([outcome(ana, brazil, { predicted: 3500 })]);
      expect((await models.current())?.drifts).toBe(3);
      const all = await models.driftsAfter(version, 0);
      expect(new Map(all.map(({ movieId, above, count }) => [movieId, [above, count]]))).toEqual(
        new Map([
          [alien.id, [0.25, 2]],
          [brazil.id, [0.5, 1]],
        ]),
      );
      const last = { movieId: brazil.id, above: 0.5, count: 1 };
      expect(await models.driftsAfter(version, 2)).toEqual([last]);
      await store.movies.remove(alien.id, NOW);
      expect(await models.driftsAfter(version, 0)).toHaveLength(1);
    });

    it('moves nothing by who was judged before', async () => {
      await settle([outcome(ana, alien, { predicted: 3500 })]);
      await settle([outcome(ana, alien, { predicted: 1000 })]);
      const drift = { movieId: alien.id, above: 0.5, count: 1 };
      expect(await store.predictionModels.driftsAfter(version, 0)).toEqual([drift]);
    });

    it('tells what others moved a film by', async () => {
      const { predictionModels: models } = store;
      const without = ({ id }: User) => models.driftWithout(version, alien.id, id);
      expect(await without(ana)).toBeNull();
      await settle([outcome(ana, alien, { predicted: 3500 })]);
      expect(await without(ana)).toBeNull();
      expect(await without(ben)).toEqual({ movieId: alien.id, above: 0.5, count: 1 });
      await settle([outcome(ben, alien, { predicted: 4250 })]);
      expect(await without(ana)).toEqual({ movieId: alien.id, above: -0.25, count: 1 });
      expect(await without(ben)).toEqual({ movieId: alien.id, above: 0.5, count: 1 });

      // The next model knows of it by itself.
      version = await models.begin('of-a-test', NOW);
      await models.adopt(version, { ratings: 0, users: 0, movies: 0, readAt: NOW, at: NOW });
      const cleo = await addUser(store, 'cleo');
      await settle([outcome(cleo, alien, { predicted: 2000 })]);
      expect(await without(ana)).toEqual({ movieId: alien.id, above: 2, count: 1 });
    });

    it('is left for later when another model serves by now', async () => {
      await rate(store, ana.id, alien.id, { stars: 3 });
      const owed = await store.outcomes.unjudged(0 as User['id'], MOST);
      const settled = await store.outcomes.settle(version + 1, owed, [outcome(ana, alien)]);
      expect(settled).toBe(false);
      expect(await store.outcomes.unjudged(0 as User['id'], MOST)).toEqual(owed);
      expect(await quality()).toEqual({ stars: [], liking: [], spans: [] });
      expect(await store.predictionModels.driftsAfter(version, 0)).toEqual([]);
    });
  });
}
