import { matchOf } from '../../server/src/predictions/match.js';
import { luck } from '../scores/luck.js';
import type { DataSet } from '../scores/movielens.js';
import { tastesOf } from './accuracy.js';
import { byUser, modelOf } from './folds.js';

const PAIRS = 60_000;
const FEWEST = 10;
/** In each half: with fewer, distances of percentiles tell next to nothing. So many bring its reliability to the published .21. */
const COMMON = 10;

export type Reliability = { pairs: number; match: number; percentile: number };

/**
 * How well two halves of people's ratings agree about who has a like taste: the correlation of the match of the same pairs
 * of people, by one half of everyone's ratings and by the other, over the model of all. `percentile`: the same of the
 * mean distance of own-scale percentiles, as Criticker does. Of pairs that have rated the same films, and of all.
 */
export async function splitHalf(data: DataSet): Promise<Record<'together' | 'all', Reliability>> {
  const { pick, below } = luck(7);
  const halves: [number[], number[]] = [[], []];
  for (const of of byUser(data, [...data.stars.keys()])) {
    for (const [k, at] of pick(of, of.length).entries()) halves[k % 2]!.push(at);
  }
  const rated = halves.map((half) => byUser(data, half));
  const people = [...Array(data.raterCount).keys()].filter((user) =>
    rated.every((half) => half[user]!.length >= FEWEST),
  );
  const pairs = Array.from({ length: PAIRS }, () => {
    const one = people[below(people.length)]!;
    const other = people[below(people.length)]!;
    return [one, other] as const;
  }).filter(([one, other]) => one !== other);
  const model = await modelOf(data, [...data.stars.keys()]);
  const [first, second] = halves.map((half) => {
    const tastes = tastesOf(model, data, half);
    return pairs.map(([one, other]) => matchOf(model, tastes[one]!, tastes[other]!).rho);
  });
  const distances = rated.map((half) => {
    const own = half.map((of) => percentiles(data, of));
    return pairs.map(([one, other]) => distanceOf(own[one]!, own[other]!));
  });
  const reliabilityOf = (places: readonly number[]): Reliability => {
    const some = (values: readonly number[]) => places.map((place) => values[place]!);
    return {
      pairs: places.length,
      match: correlation(some(first!), some(second!)),
      percentile: correlation(
        some(distances[0]!.map(({ distance }) => distance)),
        some(distances[1]!.map(({ distance }) => distance)),
      ),
    };
  };
  const all = [...pairs.keys()];
  const together = all.filter((place) => distances.every((half) => half[place]!.common >= COMMON));
  return { together: reliabilityOf(together), all: reliabilityOf(all) };
}

/** floor((lower + same/2)/n·100) of each rating among the rater's own. */
function percentiles(data: DataSet, indexes: readonly number[]): Map<number, number> {
  const stars = indexes.map((k) => data.stars[k]!);
  return new Map(
    indexes.map((k) => {
      const lower = stars.filter((other) => other < data.stars[k]!).length;
      const same = stars.filter((other) => other === data.stars[k]!).length;
      return [data.movies[k]!, Math.floor((100 * (lower + same / 2)) / stars.length)];
    }),
  );
}

/** Of the movies that both have rated; without any, half the scale. */
function distanceOf(one: Map<number, number>, other: Map<number, number>) {
  let [sum, count] = [0, 0];
  for (const [movie, value] of one) {
    const theirs = other.get(movie);
    if (theirs === undefined) continue;
    sum += Math.abs(value - theirs);
    count += 1;
  }
  return { common: count, distance: count === 0 ? 33 : sum / count };
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const product = (a: readonly number[], am: number, b: readonly number[], bm: number) =>
    a.reduce((sum, value, k) => sum + (value - am) * (b[k]! - bm), 0);
  return product(x, mx, y, my) / Math.sqrt(product(x, mx, x, mx) * product(y, my, y, my));
}
