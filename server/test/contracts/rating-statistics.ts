import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import type { UserId } from '../../src/users/user.js';
import { type Chance, chance, seedOf } from '../support/chance.js';
import { publishGiven } from '../support/publish.js';
import { expectedFacts, type Rated, rounded } from '../support/rating-facts.js';
import { addMovie, addUser, NO_MOVIE, NOBODY, NOW, rate } from '../support/some.js';

const GENRES = ['Action', 'Comedy', 'Drama', 'Horror', 'War'];
const NAMES = Array.from({ length: 12 }, (_, n) => `Person ${n}`);
const NOTHING = {
  starsGiven: [],
  days: [],
  genres: [],
  decades: [],
  years: [],
  directors: [],
  actors: [],
  comparisons: [],
};

export function ratingStatisticsContract(open: () => Promise<Store>): void {
  describe('the statistics of ratings', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const publish = (movieId: Movie['id'], stars: number) => {
      const score = { stars, count: 1, mean: stars, low: stars, high: stars };
      return publishGiven(store, [{ movieId, score }]);
    };

    it('are nothing for who has rated nothing, and for nobody', async () => {
      const { id } = await addUser(store, 'ana');
      expect(await store.statistics.ofUser(id)).toEqual(NOTHING);
      expect(await store.statistics.ofUser(NOBODY)).toEqual(NOTHING);
    });

    it('are what adding up every rating by hand comes to, whatever happened', async () => {
      const random = chance(seedOf('the statistics of ratings'));
      const movies: Movie[] = [];
      for (let n = 0; n < 25; n++) movies.push(await addSomeMovie(store, random, n));
      const scores = new Map<number, number>();
      for (const { id } of movies) {
        if (random.below(3) > 0) scores.set(id, 1 + random.below(4000) / 1000);
      }
      for (const [id, stars] of scores) await publish(id as Movie['id'], stars);
      const people: UserId[] = [];
      // More than PostgreSQL has rows for one tally.
      for (let n = 0; n < 18; n++) people.push((await addUser(store, `p${n}`)).id);

      const rated: Rated[] = [];
      for (let n = 0; n < 400; n++) {
        const [userId, { id: movieId }] = [random.oneOf(people), random.oneOf(movies)];
        const at = rated.findIndex((one) => one.userId === userId && one.movieId === movieId);
        if (at >= 0) rated.splice(at, 1);
        if (at >= 0 && random.below(2) === 0) {
          await store.ratings.remove(userId, movieId, NOW);
          continue;
        }
        const steps = random.below(101);
        const ratedAt = random.below(NOW) - random.below(2 ** 41);
        await rate(store, userId, movieId, { stars: steps / 20, ratedAt });
        rated.push({ userId, movieId, steps, ratedAt });
      }
      const gone = people.pop() as UserId;
      await store.users.remove(gone);
      const left = rated.filter(({ userId }) => userId !== gone);
      for (const userId of people) {
        const facts = await store.statistics.ofUser(userId);
        expect(rounded(facts)).toEqual(rounded(expectedFacts(userId, left, movies, scores)));
      }
    });

    it('have the twenty people of most films, and nobody of a single one', async () => {
      const { id } = await addUser(store, 'ana');
      const cast = Array.from({ length: 22 }, (_, n) => ({ name: `Actor ${100 + n}` }));
      const films = [
        { title: 'A', cast, directors: [{ name: 'Zoe' }, { name: 'Once' }] },
        { title: 'B', cast: [...cast].reverse(), directors: [{ name: 'Zoe' }, { name: 'Zoe' }] },
        { title: 'C', cast: cast.slice(20), directors: [] },
        { title: 'D', cast: [{ name: 'Twice' }, { name: 'Twice' }], directors: [] },
      ];
      for (const film of films) {
        const movie = await addMovie(store, film);
        await rate(store, id, movie.id, { stars: film.title === 'C' ? 1 : 4 });
      }
      const { actors, directors } = await store.statistics.ofUser(id);
      expect(directors.map(({ name, count, mean }) => [name, count, mean])).toEqual([
        ['Zoe', 2, 4],
      ]);
      expect(actors.map(({ name }) => name)).toEqual([
        'Actor 120',
        'Actor 121',
        ...cast.slice(0, 18).map(({ name }) => name),
      ]);
      expect(actors[0]).toMatchObject({ count: 3, mean: 3 });
    });

    it('have a day begin at midnight in UTC, also before 1970', async () => {
      const { id } = await addUser(store, 'ana');
      const times = [
        '1900-01-01T00:00:00Z',
        '1969-12-31T00:00:00Z',
        '1969-12-31T23:59:59.999Z',
        '1970-01-01T00:00:00Z',
        '2026-02-28T23:59:59.999Z',
        '2026-03-01T00:00:00Z',
      ];
      for (const time of times) {
        const movie = await addMovie(store, { title: time });
        await rate(store, id, movie.id, { stars: 0.05, ratedAt: Date.parse(time) });
      }
      const { days } = await store.statistics.ofUser(id);
      const march = Date.parse('2026-03-01') / 86_400_000;
      expect(days.map(({ day, count }) => [day, count])).toEqual([
        [-25_567, 1],
        [-1, 2],
        [0, 1],
        [march - 1, 1],
        [march, 1],
      ]);
    });

    it('know titles, but of no movie that is not there', async () => {
      const { id } = await addMovie(store, { title: 'Alien', year: 1979 });
      const other = await addMovie(store);
      expect(await store.statistics.titles([])).toEqual(new Map());
      expect(await store.statistics.titles([other.id, NO_MOVIE, id])).toEqual(
        new Map([
          [id, { title: 'Alien', year: 1979 }],
          [other.id, { title: 'Bullitt', year: null }],
        ]),
      );
    });
  });
}

/** With people who may be credited twice, and sometimes without a year or a genre. */
function addSomeMovie(store: Store, { below, oneOf }: Chance, n: number): Promise<Movie> {
  const some = <T>(most: number, one: () => T) => Array.from({ length: below(most + 1) }, one);
  return addMovie(store, {
    title: `Movie ${n}`,
    year: below(5) === 0 ? null : 1895 + below(130),
    genres: some(3, () => oneOf(GENRES)),
    directors: some(2, () => ({ name: oneOf(NAMES) })),
    cast: some(5, () => ({ name: oneOf(NAMES) })),
  });
}
