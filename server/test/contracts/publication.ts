import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeMovies } from '../../src/movies/merge-movies.js';
import type { Movie, MovieId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { writeStars } from '../../src/ratings/stars.js';
import { explainScore } from '../../src/scores/explain-score.js';
import type { User, UserId } from '../../src/users/user.js';
import { type Chance, chance, seedOf } from '../support/chance.js';
import { publishAll } from '../support/publish.js';
import {
  type SlowHabit,
  type SlowModel,
  type SlowRating,
  slowEstimate,
  slowHabit,
  slowScore,
} from '../support/slow-scores.js';
import { addMovie, addUser, NOW, rate } from '../support/some.js';

const PEOPLE = 5;
const MOVIES = 4;
const GENRES = ['Drama', 'Horror', 'Comedy'];

/** What is published is what was rated, whatever is done meanwhile. */
export function publicationContract(open: () => Promise<Store>): void {
  describe('publication', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('never forgets a score that is owed, whatever is rated while it goes on', async () => {
      const people: UserId[] = [];
      const movies: MovieId[] = [];
      for (let i = 0; i < PEOPLE; i++) people.push((await addUser(store, `person${i}`)).id);
      for (let i = 0; i < MOVIES; i++) movies.push((await addMovie(store)).id);
      const change = fc.record({
        who: fc.nat(PEOPLE - 1),
        what: fc.nat(MOVIES - 1),
        steps: fc.option(fc.nat(100), { freq: 4 }),
      });
      await publishAll(store);
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 24 }), async (changes) => {
          await Promise.all([
            ...changes.map(({ who, what, steps }) =>
              steps === null
                ? store.ratings.remove(people[who]!, movies[what]!, NOW)
                : rate(store, people[who]!, movies[what]!, { stars: steps / 20 }),
            ),
            publishAll(store),
          ]);
          await publishAll(store);
          expect(await store.scores.isOwed()).toBe(false);
          for (const id of movies) {
            const { tally, stars, made } = await explainScore({ ...store, now: () => NOW }, id);
            const score = (await store.movies.find(id))?.score ?? null;
            expect(score?.count ?? 0).toBe(tally.count);
            expect(score?.stars ?? null).toBe(stars);
            const { regular, newcomers, held } = made!.votes;
            expect(regular.votes + newcomers.votes + held.votes).toBe(tally.count);
          }
        }),
        { numRuns: 15 },
      );
    });

    it('is of the same scores as a slow, independent way to them, over any history', async () => {
      const random = chance(seedOf('publication'));
      const world = await aWorld(store);
      const slow = slowly(world);
      for (let step = 0; step < 60; step++) {
        for (let n = random.below(12); n >= 0; n--) await act(store, world, random);
        await publishAll(store);
        slow.publish();
        for (const movie of world.movies.values()) {
          const expected = slow.scoreOf(movie.id);
          const explained = await explainScore({ ...store, now: () => NOW }, movie.id);
          const published = (await store.movies.find(movie.id))?.score ?? null;
          if (expected === null) {
            expect([explained.stars, published], `step ${step}`).toEqual([null, null]);
            continue;
          }
          for (const one of [explained, published!]) {
            expect(Math.abs(one.stars! - expected.stars), `step ${step}`).toBeLessThan(1e-9);
            expect(Math.abs(one.low! - expected.low)).toBeLessThan(1e-9);
            expect(Math.abs(one.high! - expected.high)).toBeLessThan(1e-9);
          }
          expect(Math.abs(explained.made!.effectiveVotes - expected.weight)).toBeLessThan(1e-9);
        }
      }
    }, 240_000);
  });
}

type World = {
  people: User[];
  movies: Map<MovieId, Movie>;
  ratings: Map<string, SlowRating>;
  /** What the service will be told of: people whose ratings changed since it last published. */
  changed: Set<number>;
};

async function aWorld(store: Store): Promise<World> {
  const world: World = {
    people: [],
    movies: new Map(),
    ratings: new Map(),
    changed: new Set(),
  };
  // Who comes first is ADMIN, and cannot leave.
  await addUser(store, 'admin');
  for (let i = 0; i < 12; i++) world.people.push(await addUser(store, `person${i}`));
  for (let i = 0; i < 14; i++) {
    const genres = [GENRES[i % 3]!, ...(i % 4 === 0 ? ['War'] : [])];
    const movie = await addMovie(store, { genres, year: i % 5 === 0 ? null : 1950 + 5 * i });
    world.movies.set(movie.id, movie);
  }
  return world;
}

/** Somebody rates, thinks better of it, leaves or comes; a movie goes, or is found to be another. */
async function act(store: Store, world: World, random: Chance): Promise<void> {
  const user = random.oneOf(world.people);
  const movie = random.oneOf([...world.movies.values()]);
  const key = `${user.id} ${movie.id}`;
  const what = random.below(100);
  if (what < 78) {
    const { rating } = await rate(store, user.id, movie.id, { stars: random.below(101) / 20 });
    world.ratings.set(key, {
      user: user.id,
      movie: movie.id,
      stars: writeStars(rating.stars),
    });
    world.changed.add(user.id);
  } else if (what < 95) {
    await store.ratings.remove(user.id, movie.id, NOW);
    world.ratings.delete(key);
    world.changed.add(user.id);
  } else if (what < 98 && world.people.length > 5) {
    await store.users.remove(user.id);
    world.people = world.people.filter(({ id }) => id !== user.id);
    for (const [name, rating] of world.ratings) {
      if (rating.user === user.id) world.ratings.delete(name);
    }
    world.changed.delete(user.id);
    world.people.push(await addUser(store, `${user.handle}x`.slice(-20)));
  } else if (what === 98 && world.movies.size > 6) {
    const into = random.oneOf([...world.movies.values()].filter(({ id }) => id !== movie.id));
    await merge(store, world, movie, into);
  } else if (what === 99 && world.movies.size > 8) {
    await store.movies.remove(movie.id, NOW);
    world.movies.delete(movie.id);
    for (const [name, rating] of world.ratings) {
      if (rating.movie !== movie.id) continue;
      world.ratings.delete(name);
      world.changed.add(rating.user);
    }
  }
}

async function merge(store: Store, world: World, from: Movie, into: Movie): Promise<void> {
  const merged = await mergeMovies({ movies: store.movies, now: () => NOW }, from, into);
  world.movies.delete(from.id);
  world.movies.set(into.id, merged);
  for (const [name, rating] of world.ratings) {
    if (rating.movie !== from.id) continue;
    world.ratings.delete(name);
    const key = `${rating.user} ${into.id}`;
    // All of them are of one moment.
    if (!world.ratings.has(key)) world.ratings.set(key, { ...rating, movie: into.id });
    world.changed.add(rating.user);
  }
}

/** The same decisions as the service takes, with nothing kept but what it says it keeps. */
function slowly(world: World) {
  let model: SlowModel | null = null;
  const all = () => [...world.ratings.values()];
  const of = (user: number) => all().filter((one) => one.user === user);
  const factsOf = (id: number) => world.movies.get(id as MovieId)!;

  const effectOf = (movie: number, { effects, prior, mean }: SlowModel) =>
    effects.get(movie) ?? prior(factsOf(movie)) - mean;
  const estimate = () => {
    model = slowEstimate(all(), factsOf);
  };
  const isDue = (n: number, habit: SlowHabit | undefined) => {
    const change = Math.abs(n - (habit?.ratings ?? 0));
    const known = habit?.ratings ?? 0;
    return change > 0 && (n <= 10 || n >= 2 * known || known >= 2 * n);
  };

  return {
    publish() {
      if (model === null) estimate();
      const now = model!;
      for (const { movie } of all()) now.effects.set(movie, effectOf(movie, now));
      for (const user of world.changed) {
        const own = of(user);
        if (isDue(own.length, now.habits.get(user))) {
          now.habits.set(user, slowHabit(own, now, now.effects));
        }
      }
      world.changed.clear();
      if (Math.abs(all().length - now.ratings) > 0.1 * now.ratings) estimate();
    },

    scoreOf(movie: number) {
      const now = model!;
      const votes = all()
        .filter((one) => one.movie === movie)
        .map(({ user, stars }) => ({
          stars,
          habit: now.habits.get(user)!,
          standing: 'counted' as const,
        }));
      return slowScore(votes, effectOf(movie, now), now.prior(factsOf(movie)), now);
    },
  };
}
