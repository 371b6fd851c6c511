import type { Movie } from '../../src/movies/movie.js';

/** A rating in the simplest words; stars in steps. */
export type Rated = { userId: number; movieId: number; steps: number; ratedAt: number };

const DAY_MS = 24 * 60 * 60_000;

/** What the statistics of a user are, by going through everything for each of them. */
export function expectedFacts(
  userId: number,
  all: Rated[],
  movies: Movie[],
  scores: Map<number, number>,
) {
  const mine = all.filter((rated) => rated.userId === userId);
  const movieOf = ({ movieId }: Rated) => movies.find(({ id }) => id === movieId) as Movie;
  const sumOf = (some: Rated[]) => some.reduce((sum, { steps }) => sum + steps, 0);

  /** `names` of each movie I rated, every one once. */
  const tastes = <Key>(namesOf: (movie: Movie) => readonly Key[], least = 1) => {
    const keys = new Set(mine.flatMap((rated) => namesOf(movieOf(rated))));
    return [...keys].flatMap((key) => {
      const some = mine.filter((rated) => namesOf(movieOf(rated)).includes(key));
      const published = some.flatMap(({ movieId }) => scores.get(movieId) ?? []);
      const crowd = published.reduce((sum, stars) => sum + stars, 0) / published.length;
      const taste = {
        count: some.length,
        mean: sumOf(some) / some.length / 20,
        crowdMean: published.length === 0 ? null : crowd,
      };
      return some.length < least ? [] : [{ key, sum: sumOf(some), taste }];
    });
  };
  type Found<Key> = ReturnType<typeof tastes<Key>>;
  const ranked = <Key>(found: Found<Key>, compare: (a: Key, b: Key) => number) =>
    found.sort((a, b) => b.taste.count - a.taste.count || b.sum - a.sum || compare(a.key, b.key));
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const people = (job: 'directors' | 'cast') => {
    const nameOf = new Map(movies.flatMap((movie) => movie[job]).map(({ id, name }) => [id, name]));
    const found = tastes((movie) => movie[job].map(({ id }) => id), 2);
    return ranked(found, (a, b) => byName(nameOf.get(a) ?? '', nameOf.get(b) ?? ''))
      .slice(0, 20)
      .map(({ key, taste }) => ({ id: key, name: nameOf.get(key), ...taste }));
  };

  const days = [...new Set(mine.map(({ ratedAt }) => Math.floor(ratedAt / DAY_MS)))];
  const steps = [...new Set(mine.map((rated) => rated.steps))];
  return {
    starsGiven: steps
      .sort((a, b) => a - b)
      .map((stars) => ({ stars, count: mine.filter((one) => one.steps === stars).length })),
    days: days
      .sort((a, b) => a - b)
      .map((day) => {
        const then = mine.filter(({ ratedAt }) => Math.floor(ratedAt / DAY_MS) === day);
        return { day, count: then.length, sum: sumOf(then) };
      }),
    genres: ranked(
      tastes(({ genres }) => genres),
      byName,
    ).map(({ key, taste }) => ({ name: key, ...taste })),
    decades: ranked(
      tastes(({ year }) => (year === null ? [] : [year - (year % 10)])),
      (a, b) => a - b,
    ).map(({ key, taste }) => ({ decade: key, ...taste })),
    years: ranked(
      tastes(({ year }) => (year === null ? [] : [year])),
      (a, b) => a - b,
    ).map(({ key, taste }) => ({ year: key, ...taste })),
    directors: people('directors'),
    actors: people('cast'),
    comparisons: [...mine]
      .sort((a, b) => a.movieId - b.movieId)
      .flatMap(({ movieId, steps: stars }) => {
        const others = all.filter((one) => one.movieId === movieId && one.userId !== userId);
        if (others.length === 0) return [];
        return [{ movieId, stars, count: others.length, sum: sumOf(others) }];
      }),
  };
}

/** The same with its fractions as near as adding them up in another order leaves them. */
export function rounded(facts: unknown): unknown {
  return JSON.parse(JSON.stringify(facts), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(9)) : value,
  );
}
