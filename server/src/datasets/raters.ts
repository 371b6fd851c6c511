import type { MovieId } from '../movies/movie.js';
import type { Stars } from '../ratings/stars.js';
import type { DataSet } from './data-set.js';
import type { Rater, RaterRating } from './ports.js';

/**
 * The people of a data set, one after the other. `movieIds` is our movie of each film, null for one that is left out. Who
 * rated two films that are one movie of ours has rated it as they did last.
 */
export function* ratersOf(
  { person, film, stars, ratedAt }: DataSet,
  handles: readonly string[],
  movieIds: readonly (MovieId | null)[],
): Generator<Rater> {
  const places = placesByPerson(person, handles.length);
  for (const [i, handle] of handles.entries()) {
    const latest = new Map<MovieId, RaterRating>();
    for (const place of placesOf(places, i)) {
      const movieId = movieIds[film[place] as number] ?? null;
      if (movieId === null) continue;
      const rating = { movieId, stars: stars[place] as Stars, ratedAt: ratedAt[place] as number };
      if (!(rating.ratedAt < (latest.get(movieId)?.ratedAt ?? Number.NEGATIVE_INFINITY))) {
        latest.set(movieId, rating);
      }
    }
    yield { handle, ratings: [...latest.values()].sort((a, b) => a.ratedAt - b.ratedAt) };
  }
}

/** `order` has all places of a person beside each other, in their order; `ends` says where those of each end. */
type Places = { order: Uint32Array; ends: Uint32Array };

function placesByPerson(person: Int32Array, people: number): Places {
  const ends = new Uint32Array(people);
  for (const one of person) ends[one] = (ends[one] as number) + 1;
  let sum = 0;
  for (let i = 0; i < people; i++) {
    const count = ends[i] as number;
    ends[i] = sum;
    sum += count;
  }
  const order = new Uint32Array(person.length);
  for (const [place, one] of person.entries()) {
    const next = ends[one] as number;
    order[next] = place;
    ends[one] = next + 1;
  }
  return { order, ends };
}

function placesOf({ order, ends }: Places, person: number): Uint32Array {
  return order.subarray(person === 0 ? 0 : ends[person - 1], ends[person]);
}
