/*
 * What the service promises, in the simplest words: maps in memory, everything counted anew each time it is asked
 * for. Times are milliseconds, stars are numbers of stars.
 */

export type ModelMovie = {
  id: number;
  title: string;
  year: number | null;
  releaseDate: string | null;
  genres: string[];
};
export type ModelRating = {
  stars: number;
  note: string | null;
  ratedAt: number;
  updatedAt: number;
};
export type ModelEvent = { movieId: number; stars: number | null; note: string | null; at: number };
export type ModelPerson = {
  id: number;
  handle: string;
  isPrivate: boolean;
  ratings: Map<number, ModelRating>;
  favourites: Map<number, number>;
  events: ModelEvent[];
};
export type Put = { stars: number; note?: string | undefined; ratedAt?: number | undefined };

export type Model = ReturnType<typeof emptyModel>;

export function emptyModel() {
  const movies = new Map<number, ModelMovie>();
  const people = new Map<number, ModelPerson>();

  return {
    movies,
    people,

    addPerson(id: number, handle: string): ModelPerson {
      const none = { ratings: new Map(), favourites: new Map(), events: [] };
      const person = { id, handle, isPrivate: false, ...none };
      people.set(id, person);
      return person;
    },

    /** True when there was no rating before. What changes nothing is no event, and keeps its time. */
    put({ ratings, events }: ModelPerson, movieId: number, put: Put, now: number): boolean {
      const before = ratings.get(movieId);
      const note = put.note?.trim() || null;
      const says = { stars: put.stars, note };
      const same = before?.stars === says.stars && before.note === note;
      const ratedAt = put.ratedAt ?? (same ? before.ratedAt : now);
      if (same && before.ratedAt === ratedAt) return false;
      ratings.set(movieId, { ...says, ratedAt, updatedAt: now });
      events.push({ movieId, ...says, at: now });
      return before === undefined;
    },

    remove({ ratings, events }: ModelPerson, movieId: number, now: number): void {
      if (ratings.delete(movieId)) events.push({ movieId, stars: null, note: null, at: now });
    },

    removeMovie(movieId: number, now: number): void {
      for (const person of people.values()) {
        this.remove(person, movieId, now);
        person.favourites.delete(movieId);
      }
      movies.delete(movieId);
    },

    /** All ratings of a movie, with whose they are. */
    ratingsOf(movieId: number): { person: ModelPerson; rating: ModelRating }[] {
      return [...people.values()].flatMap((person) => {
        const rating = person.ratings.get(movieId);
        return rating === undefined ? [] : { person, rating };
      });
    },
  };
}

/** Count, mean and histogram, as a person with pencil and paper would. */
export function tallyOf(stars: number[]) {
  const histogram = new Array<number>(11).fill(0);
  for (const one of stars) histogram[Math.round(one * 2)]! += 1;
  return { count: stars.length, mean: meanOf(stars), histogram };
}

export function meanOf(stars: number[]): number | null {
  return stars.length === 0 ? null : stars.reduce((sum, one) => sum + one, 0) / stars.length;
}

/** By these keys one after the other, "-" before one turns it round; what has none comes last; ties by movie. */
export function sortedBy<T extends { movie: ModelMovie }>(
  items: T[],
  keys: string,
  keyOf: (item: T, key: string) => number | string | null,
): T[] {
  return [...items].sort((a, b) => {
    for (const key of keys.split(',')) {
      const [x, y] = [keyOf(a, key.replace('-', '')), keyOf(b, key.replace('-', ''))];
      if (x === y) continue;
      if (x === null) return 1;
      if (y === null) return -1;
      return (x < y ? -1 : 1) * (key.startsWith('-') ? -1 : 1);
    }
    return a.movie.id - b.movie.id;
  });
}

/** Where only the year is known, as if released before its first day. */
export function releaseOf({ releaseDate, year }: ModelMovie): string | null {
  return releaseDate ?? (year === null ? null : `${year}-00-00`);
}

/** Most rated first, then the highest sum, then by name. */
export function favouriteGenres(rated: { movie: ModelMovie; rating: ModelRating }[]) {
  const byName = new Map<string, number[]>();
  for (const { movie, rating } of rated) {
    for (const name of movie.genres) byName.set(name, [...(byName.get(name) ?? []), rating.stars]);
  }
  const sum = (stars: number[]) => Math.round(stars.reduce((a, b) => a + b, 0) * 20);
  return [...byName]
    .sort(
      ([a, some], [b, others]) =>
        others.length - some.length || sum(others) - sum(some) || (a < b ? -1 : 1),
    )
    .map(([name, stars]) => ({ name, count: stars.length, mean: meanOf(stars) }));
}
