import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeMovies } from '../../src/movies/merge-movies.js';
import type { Movie, MovieId, MovieWish } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { writeStars } from '../../src/ratings/stars.js';
import { emptyTally } from '../../src/ratings/tally.js';
import { explainScore } from '../../src/scores/explain-score.js';
import type { User, UserId } from '../../src/users/user.js';
import { rateAndFlag } from '../support/flags.js';
import { publishAll, publishGiven } from '../support/publish.js';
import {
  ALL,
  addMovie,
  addUser,
  addViewing,
  aMovie,
  NO_MOVIE,
  NOW,
  rate,
} from '../support/some.js';

const HOUR = 60 * 60_000;
const LATER = NOW + 24 * HOUR;
const IDS = { tmdb: '603', imdb: 'tt0133093', wikidata: 'Q83495' };

/** Two movies that are one film. */
export function mergedMoviesContract(open: () => Promise<Store>): void {
  describe('merging', () => {
    let store: Store;
    let ana: User;
    let ben: User;
    let gone: Movie;
    let kept: Movie;

    beforeEach(async () => {
      store = await open();
      ana = await addUser(store, 'ana');
      ben = await addUser(store, 'ben');
      gone = await addMovie(store, { title: 'The Matrix (duplicate)', genres: ['Action'] });
      kept = await addMovie(store, { title: 'The Matrix', year: 1999 });
    });
    afterEach(() => store.close());

    const merge = async (from = gone, into = kept, now = LATER) =>
      mergeMovies(
        { movies: store.movies, now: () => now },
        (await store.movies.find(from.id))!,
        (await store.movies.find(into.id))!,
      );
    const changes = async ({ id }: User, after = 0) =>
      (await store.ratings.changes(id, after, 100)).map(({ movieId, stars, note, at }) => [
        movieId,
        stars === null ? null : writeStars(stars),
        note,
        at,
      ]);
    const tallyOf = async (id: MovieId) => {
      const { count, sum } = await store.ratings.tallyOf(id);
      return [count, sum / 20];
    };
    const addsUp = async () => expect((await store.recount.differences()).differences).toEqual([]);

    describe('ratings', () => {
      it('moves them as they are, and tells their raters', async () => {
        const told = { stars: 4.5, note: 'loud', ratedAt: NOW - 9 * HOUR, now: NOW - HOUR };
        await rate(store, ana.id, gone.id, told);
        await rate(store, ben.id, kept.id, { stars: 2 });
        const before = await store.ratings.find(ana.id, gone.id);
        await merge();
        expect(await store.ratings.find(ana.id, kept.id)).toEqual({
          ...before,
          movieId: kept.id,
          revision: 3,
        });
        expect(await store.ratings.find(ana.id, gone.id)).toBeNull();
        expect(await changes(ana, 1)).toEqual([
          [gone.id, null, null, LATER],
          [kept.id, 4.5, 'loud', NOW - HOUR],
        ]);
        expect(await changes(ben, 1)).toEqual([]);
        expect(await tallyOf(kept.id)).toEqual([2, 6.5]);
        await addsUp();
      });

      it.each([
        ['later', 1, 5],
        ['earlier', -1, 1],
        ['at the same time', 0, 1],
      ])('keeps, of who rated the one that goes %s, one alone', async (_when, hours, stars) => {
        await rate(store, ana.id, kept.id, { stars: 1, note: 'ours' });
        const theirs = { stars: 5, note: 'theirs', now: NOW + hours * HOUR };
        await rate(store, ana.id, gone.id, theirs);
        await merge();
        const rating = await store.ratings.find(ana.id, kept.id);
        expect(writeStars(rating!.stars)).toBe(stars);
        expect(rating).toMatchObject(
          stars === 5
            ? { note: 'theirs', ratedAt: theirs.now, updatedAt: theirs.now }
            : { note: 'ours', ratedAt: NOW, updatedAt: NOW },
        );
        expect(await changes(ana, 2)).toEqual([
          [gone.id, null, null, LATER],
          [kept.id, stars, rating!.note, rating!.updatedAt],
        ]);
        expect(await tallyOf(kept.id)).toEqual([1, stars]);
        expect(await store.users.counts(ana.id)).toMatchObject({ ratings: 1 });
        await addsUp();
      });

      it('keeps the history of both, which ends with what is kept', async () => {
        await rate(store, ana.id, gone.id, { stars: 3, now: NOW - 2 * HOUR });
        await rate(store, ana.id, kept.id, { stars: 5, now: NOW - HOUR });
        await rate(store, ana.id, gone.id, { stars: 4 });
        await store.ratings.remove(ana.id, gone.id, NOW);
        await rate(store, ana.id, gone.id, { stars: 2, now: NOW - 3 * HOUR });
        await merge();
        const history = await store.ratings.history(ana.id, kept.id);
        const stars = history.map((event) => event.stars && writeStars(event.stars));
        expect(stars).toEqual([3, 5, 4, null, 2, null, 5]);
        expect(history.at(-1)!.at).toBe(NOW - HOUR);
        expect(await store.ratings.history(ben.id, kept.id)).toEqual([]);
      });

      it('moves those of many, into every part of the tally', async () => {
        const people: UserId[] = [];
        for (let i = 0; i < 40; i++) people.push((await addUser(store, `person${i}`)).id);
        for (const [i, id] of people.entries()) {
          if (i % 3 !== 0) await rate(store, id, gone.id, { stars: (i % 11) / 2, now: NOW + i });
          if (i % 3 !== 1) await rate(store, id, kept.id, { stars: 5, now: NOW + 2 * i - 20 });
        }
        await merge();
        await addsUp();
        expect((await store.ratings.tallyOf(kept.id)).count).toBe(40);
        for (const [i, id] of people.entries()) {
          const isTheirs = i % 3 === 1 || (i % 3 === 2 && NOW + i > NOW + 2 * i - 20);
          const { stars } = (await store.ratings.find(id, kept.id))!;
          expect(writeStars(stars)).toBe(isTheirs ? (i % 11) / 2 : 5);
        }
      });

      it('moves one that is being made when it begins', async () => {
        const merging = await store.atomically(async (tx) => {
          await rate(tx, ana.id, gone.id, { stars: 4 });
          const waits = merge();
          await sleep(100);
          return { waits };
        });
        await merging.waits;
        expect(await tallyOf(kept.id)).toEqual([1, 4]);
        await addsUp();
      });

      it('loses none that is made, changed or removed meanwhile', async () => {
        const people: UserId[] = [];
        for (let i = 0; i < 24; i++) people.push((await addUser(store, `person${i}`)).id);
        for (const id of people.slice(0, 16)) await rate(store, id, gone.id, { stars: 1 });
        const put = (userId: UserId, movieId: MovieId) =>
          rate(store, userId, movieId, { stars: 5, now: NOW + HOUR }).then(
            () => true,
            () => false,
          );
        const [, ...done] = await Promise.all([
          merge(),
          ...people.map((id, i) => {
            if (i % 4 === 0) return store.ratings.remove(id, gone.id, NOW);
            return put(id, i % 4 === 1 ? kept.id : gone.id);
          }),
        ]);
        await addsUp();
        for (const [i, id] of people.entries()) {
          const rating = await store.ratings.find(id, kept.id);
          if (i % 4 !== 0 && done[i]) expect(writeStars(rating!.stars)).toBe(5);
          if (i % 4 === 0 && done[i]) expect(rating).toBeNull();
        }
      });
    });

    describe('favourites', () => {
      it('moves them, each with its earlier time', async () => {
        await store.favourites.add(ana.id, gone.id, NOW);
        await store.favourites.add(ana.id, kept.id, NOW + HOUR);
        await store.favourites.add(ben.id, kept.id, NOW);
        await store.favourites.add(ben.id, gone.id, NOW + HOUR);
        const cid = await addUser(store, 'cid');
        await store.favourites.add(cid.id, gone.id, NOW + HOUR);
        await merge();
        expect(await store.favourites.find(ana.id, kept.id)).toBe(NOW);
        expect(await store.favourites.find(ben.id, kept.id)).toBe(NOW);
        expect(await store.favourites.find(cid.id, kept.id)).toBe(NOW + HOUR);
        expect(await store.users.counts(ana.id)).toMatchObject({ favourites: 1 });
      });
    });

    describe('watchlists and viewings', () => {
      it('moves the ones with their earlier time, the others as they are', async () => {
        await store.watchlist.add(ana.id, gone.id, NOW);
        await store.watchlist.add(ana.id, kept.id, NOW + HOUR);
        const facts = { watchedOn: '2024-02-29', tags: ['cinema'] };
        const ids = [
          await addViewing(store, ana.id, gone.id, facts),
          await addViewing(store, ana.id, kept.id, facts),
        ];
        await merge();
        expect(await store.watchlist.find(ana.id, kept.id)).toBe(NOW);
        const { items } = await store.viewings.byUser(ana.id, { movieId: kept.id }, false, ALL);
        expect(items.map(({ viewing }) => viewing.id)).toEqual(ids);
        expect(items[0]?.viewing).toMatchObject(facts);
      });
    });

    describe('facts', () => {
      it('takes ids and what is missing from the other, and moves on the version', async () => {
        const facts: Partial<MovieWish> = { overview: 'Red or blue.', cast: [{ name: 'Keanu' }] };
        gone = await addMovie(store, { ...facts, year: 2000, genres: ['Noir'], ids: IDS });
        const merged = await merge();
        expect(merged).toEqual({
          ...kept,
          ...facts,
          genres: ['Noir'],
          cast: [{ id: expect.any(Number), name: 'Keanu' }],
          ids: IDS,
          updatedAt: LATER,
          version: 2,
        });
        expect(await store.movies.find(kept.id)).toEqual(merged);
        const reference = { source: 'imdb', outsideId: IDS.imdb } as const;
        expect(await store.movies.resolve(reference)).toBe(kept.id);
        const sort = [{ by: 'relevance', descending: false } as const];
        const found = async (q: string) =>
          (await store.movies.list({ q }, sort, ALL)).items.map(({ id }) => id);
        expect(await found('keanu')).toEqual([kept.id]);
        expect(await found('bullitt')).toEqual([]);
      });

      it('has what is known outside asked for again one day, for what is missing', async () => {
        await store.outsideFacts.mark(gone.id, { fetchedAt: NOW, whole: true });
        await merge();
        const known = await store.outsideFacts.find(kept.id);
        expect(known).toEqual({ fetchedAt: NOW, whole: false });
      });

      it('changes nothing when one of the two changed meanwhile, or is gone', async () => {
        await rate(store, ana.id, gone.id, { stars: 4 });
        const old = { version: 7 };
        const nobody = { id: NO_MOVIE, version: 1 };
        const tried = (from: object, into: object) =>
          store.movies.merge({ ...gone, ...from }, { ...kept, ...into }, aMovie(), LATER);
        expect(await tried(old, {})).toBe('changed-meanwhile');
        expect(await tried({}, old)).toBe('changed-meanwhile');
        expect(await tried(nobody, {})).toBe('gone');
        expect(await tried({}, nobody)).toBe('gone');
        expect(await store.movies.find(kept.id)).toEqual(kept);
        expect(await store.ratings.find(ana.id, gone.id)).not.toBeNull();
        await addsUp();
      });
    });

    describe('the old id', () => {
      it('is another name of the one that stays, through further mergers too', async () => {
        const third = await addMovie(store, { title: 'Matrix' });
        await merge();
        expect(await store.movies.resolve({ id: gone.id })).toBe(kept.id);
        expect(await store.movies.find(gone.id)).toBeNull();
        await merge(kept, third);
        expect(await store.movies.resolve({ id: gone.id })).toBe(third.id);
        expect(await store.movies.resolve({ id: kept.id })).toBe(third.id);
        expect(await store.movies.resolve({ id: third.id })).toBe(third.id);
      });

      it('goes with the one that stays, and is given to no other', async () => {
        await merge(kept, gone);
        expect(await store.movies.remove(gone.id, LATER)).toBe(true);
        expect(await store.movies.resolve({ id: kept.id })).toBeNull();
        expect((await addMovie(store)).id).toBeGreaterThan(kept.id);
      });

      it('is that of one of two when two merge each other at once', async () => {
        await rate(store, ana.id, gone.id, { stars: 4 });
        const tried = await Promise.allSettled([merge(gone, kept), merge(kept, gone)]);
        expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        const [one, other] = [
          await store.movies.resolve({ id: gone.id }),
          await store.movies.resolve({ id: kept.id }),
        ];
        expect(one).toBe(other);
        expect(await tallyOf(one!)).toEqual([1, 4]);
        await addsUp();
      });
    });

    describe('scores', () => {
      const explain = (id: MovieId) => explainScore({ ...store, now: () => LATER }, id);

      it('are as if all had been ratings of the one that stays', async () => {
        const [same, twin] = [await addMovie(store, { year: 1999, genres: ['Action'] }), kept];
        for (let i = 0; i < 12; i++) {
          const { id } = await addUser(store, `person${i}`);
          const stars = { stars: (i % 5) + 0.5, now: NOW - i * HOUR };
          await rate(store, id, i % 3 === 0 ? twin.id : gone.id, stars);
          await rate(store, id, same.id, stars);
        }
        await publishAll(store);
        await merge();
        expect(await store.scores.isOwed()).toBe(true);
        await publishAll(store, () => LATER);
        expect(await store.scores.isOwed()).toBe(false);
        const [merged, expected] = [await explain(kept.id), await explain(same.id)];
        expect(merged.tally).toEqual(expected.tally);
        expect(merged.made!.votes.regular.votes).toBe(expected.made!.votes.regular.votes);
        const published = (await store.movies.find(kept.id))!.score;
        expect(published).toMatchObject({ count: 12, stars: merged.stars, mean: merged.mean });
        const votes = async (id: MovieId) => (await store.scores.votesOf(id, LATER))!;
        // The votes count in the hours in which they came: it was no crowd.
        expect((await votes(kept.id)).hours).toEqual((await votes(same.id)).hours);
        expect((await votes(kept.id)).hours.length).toBe(12);
        expect(merged.made!.unusual).toEqual([]);
      });

      it('keep what was found about unusual votes', async () => {
        await publishAll(store);
        const flagId = await rateAndFlag(store, ana.id, gone.id, { stars: 1, seenAt: NOW });
        await store.flags.decide(flagId, { decision: 'attack', note: null, by: ben.id, at: NOW });
        await merge();
        await publishAll(store, () => LATER);
        const { items } = await store.flags.list({}, ALL);
        expect(items).toMatchObject([{ id: flagId, movie: { id: kept.id }, decision: 'attack' }]);
        expect((await explain(kept.id)).made!.votes.aside).toBe(1);
      });

      it('keep their days, and before these have those of the one that goes', async () => {
        const publish = (movieId: MovieId, mean: number, day: number) => {
          const score = { stars: mean, low: 0, high: 5, count: 1, mean };
          const { histogram } = emptyTally();
          return publishGiven(store, [{ movieId, score, histogram }], NOW + day * 24 * HOUR);
        };
        await publish(gone.id, 1, 0);
        await publish(gone.id, 2, 1);
        await publish(kept.id, 5, 1);
        await publish(gone.id, 3, 2);
        await publish(kept.id, 4, 3);
        await merge(gone, kept, NOW + 3 * 24 * HOUR);
        const days = await store.scores.days(kept.id);
        expect(days.map(({ day, score }) => [day, score?.mean])).toEqual([
          ['2026-03-01', 1],
          ['2026-03-02', 5],
          ['2026-03-04', 4],
        ]);
      });
    });
  });
}
