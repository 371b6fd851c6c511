import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { emptyTally } from '../../src/ratings/tally.js';
import type { ScoreToPublish } from '../../src/scores/ports.js';
import type { User } from '../../src/users/user.js';
import { addMovie, addUser, NO_MOVIE, NOW, rate } from '../support/some.js';

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

    const SCORE = { stars: 3.9, count: 1, mean: 13 / 3, low: 3.1, high: 4.7 };
    const publish = (score: Partial<ScoreToPublish> & Pick<ScoreToPublish, 'movieId' | 'moves'>) =>
      store.scores.publish([{ score: SCORE, popularity: 7, ...score }], NOW);
    const owedIds = async () => (await store.scores.owed(100)).map(({ movieId }) => movieId);

    it('are owed by the movies whose tally moved', async () => {
      expect(await store.scores.owed(100)).toEqual([]);
      const { tally } = await rate(store, ana.id, brazil.id, { stars: 4.5 });
      expect(await store.scores.owed(100)).toEqual([
        { movieId: brazil.id, moves: expect.any(Number), renown: 0, tally },
      ]);
    });

    it('are owed by another movie when a rated one goes: the mean they lean on has moved', async () => {
      await rate(store, ana.id, brazil.id, { stars: 4 });
      await rate(store, ana.id, alien.id, { stars: 1 });
      for (const { movieId, moves } of await store.scores.owed(100))
        await publish({ movieId, moves });
      expect(await owedIds()).toEqual([]);
      await store.movies.remove(alien.id, NOW);
      expect(await owedIds()).toEqual([brazil.id]);
    });

    it('are owed a few at a time', async () => {
      for (const { id } of [brazil, alien]) await rate(store, ana.id, id, { stars: 4 });
      expect(await store.scores.owed(1)).toHaveLength(1);
      expect(await owedIds()).toEqual([alien.id, brazil.id]);
    });

    it('are owed no more once they are published, and stand in the movie', async () => {
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      const [owed] = await store.scores.owed(1);
      await publish({ movieId: alien.id, moves: owed!.moves });
      expect(await owedIds()).toEqual([]);
      expect((await store.movies.find(alien.id))?.score).toEqual(SCORE);
      expect((await store.movies.find(brazil.id))?.score).toBeNull();
    });

    it('stay owed when the tally moved again meanwhile, though its count did not', async () => {
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      const [owed] = await store.scores.owed(1);
      await rate(store, ana.id, alien.id, { stars: 1 });
      await publish({ movieId: alien.id, moves: owed!.moves });
      const [again] = await store.scores.owed(1);
      expect(again).toMatchObject({ movieId: alien.id, tally: { count: 1, sum: 20 } });
      await publish({ movieId: alien.id, moves: again!.moves });
      expect(await owedIds()).toEqual([]);
    });

    it('are not owed for a rating that changed nothing', async () => {
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      const [owed] = await store.scores.owed(1);
      await publish({ movieId: alien.id, moves: owed!.moves });
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      await store.ratings.remove(ana.id, brazil.id, NOW);
      expect(await owedIds()).toEqual([]);
    });

    it('are owed when the last rating is taken back, and are then none', async () => {
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      const [first] = await store.scores.owed(1);
      await publish({ movieId: alien.id, moves: first!.moves });
      await store.ratings.remove(ana.id, alien.id, NOW);
      const [owed] = await store.scores.owed(1);
      expect(owed?.tally).toEqual(emptyTally());
      await publish({ movieId: alien.id, moves: owed!.moves, score: null });
      expect((await store.movies.find(alien.id))?.score).toBeNull();
      expect(await owedIds()).toEqual([]);
    });

    it('of a movie that is gone are published to no harm', async () => {
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      await store.movies.remove(alien.id, NOW);
      expect(await owedIds()).toEqual([]);
      await publish({ movieId: alien.id, moves: 1 });
      await publish({ movieId: NO_MOVIE, moves: 1 });
      expect(await store.movies.find(alien.id)).toBeNull();
    });

    it('have the rated movies in the order of their ids, page by page', async () => {
      const casablanca = await addMovie(store, { title: 'Casablanca' });
      for (const { id } of [casablanca, alien]) await rate(store, ana.id, id, { stars: 2 });
      const [first, ...more] = await store.scores.rated(0, 1);
      expect([first?.movieId, more]).toEqual([alien.id, []]);
      const rest = await store.scores.rated(alien.id, 10);
      expect(rest.map(({ movieId }) => movieId)).toEqual([casablanca.id]);
      expect(await store.scores.rated(casablanca.id, 10)).toEqual([]);
    });

    it('have one tally of all ratings of all movies', async () => {
      expect(await store.scores.all()).toEqual(emptyTally());
      const ben = await addUser(store, 'ben');
      await rate(store, ana.id, alien.id, { stars: 0.25 });
      await rate(store, ben.id, alien.id, { stars: 5 });
      await rate(store, ana.id, brazil.id, { stars: 5 });
      const { histogram } = emptyTally();
      histogram[1] = 1;
      histogram[10] = 2;
      expect(await store.scores.all()).toEqual({ count: 3, sum: 205, histogram });
    });

    it('are published all or none', async () => {
      await rate(store, ana.id, alien.id, { stars: 4.5 });
      const [owed] = await store.scores.owed(1);
      const good = { movieId: alien.id, moves: owed!.moves, score: SCORE, popularity: 7 };
      const bad = { ...good, movieId: brazil.id, popularity: Number.NaN };
      await expect(store.scores.publish([good, bad], NOW)).rejects.toThrow();
      expect(await owedIds()).toEqual([alien.id]);
      expect((await store.movies.find(alien.id))?.score).toBeNull();
    });
  });
}
