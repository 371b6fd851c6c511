import { FEWEST_FOR_MATCH, matchOf } from '../../server/src/predictions/match.js';
import { averageEffect, type Model, movieAt } from '../../server/src/predictions/model.js';
import type { Taste } from '../../server/src/predictions/taste.js';
import { STEPS_PER_STAR } from '../../server/src/ratings/stars.js';
import { luck } from '../scores/luck.js';
import type { DataSet } from '../scores/movielens.js';
import { tastesOf } from './accuracy.js';
import { correlation, rankCorrelation } from './correlation.js';
import { byUser, modelOf } from './folds.js';

const PAIRS = 60_000;
/** In each half: with fewer, distances of percentiles tell next to nothing. So many bring its reliability to the published .21. */
const COMMON = 10;

/** `ranks`: of the order of pairs, which is what is shown. */
export type Reliability = Record<'match' | 'percentile', Record<'value' | 'ranks', number>> & {
  pairs: number;
};
/** `foretells`: how far the first half tells who agrees in the second. */
export type Halves = Record<'together' | 'all', Reliability> & {
  foretells: Record<'match' | 'percentile', number>;
};

type Pair = readonly [one: number, other: number];

/**
 * How well two halves of people's ratings agree about who has a like taste: the correlation of the match of the same pairs
 * of people, by one half of everyone's ratings and by the other, over the model of all. `percentile`: the same of the
 * mean distance of own-scale percentiles, as Criticker does. Of pairs that have rated the same films, and of all.
 */
export async function splitHalf(data: DataSet): Promise<Halves> {
  const { pick, below } = luck(7);
  const halves: [number[], number[]] = [[], []];
  for (const of of byUser(data, [...data.stars.keys()])) {
    for (const [k, at] of pick(of, of.length).entries()) halves[k % 2]!.push(at);
  }
  const rated = halves.map((half) => byUser(data, half));
  const people = [...Array(data.raterCount).keys()].filter((user) =>
    rated.every((half) => half[user]!.length >= FEWEST_FOR_MATCH),
  );
  const pairs = Array.from({ length: PAIRS }, (): Pair => {
    const one = people[below(people.length)]!;
    const other = people[below(people.length)]!;
    return [one, other];
  }).filter(([one, other]) => one !== other);
  const model = await modelOf(data, [...data.stars.keys()]);
  const tastes = halves.map((half) => tastesOf(model, data, half));
  const matches = tastes.map((of) =>
    pairs.map(([one, other]) => matchOf(model, of[one]!, of[other]!).rho),
  );
  const distances = rated.map((half) => {
    const own = half.map((of) => percentiles(data, of));
    return pairs.map(([one, other]) => distanceOf(own[one]!, own[other]!));
  });
  const isTogether = (place: number, half: number) => distances[half]![place]!.common >= COMMON;
  const all = [...pairs.keys()];
  const second = all.filter((place) => isTogether(place, 1));
  const came = second.map((place) => agreementOf(model, tastes[1]!, pairs[place]!));
  const closeness = distances.map((half) => half.map(({ distance }) => -distance));
  const reliabilityOf = (places: readonly number[]): Reliability => ({
    pairs: places.length,
    match: agree(matches, places),
    percentile: agree(closeness, places),
  });
  return {
    together: reliabilityOf(all.filter((place) => isTogether(place, 0) && isTogether(place, 1))),
    all: reliabilityOf(all),
    foretells: {
      match: rankCorrelation(at(matches[0]!, second), came),
      percentile: rankCorrelation(at(closeness[0]!, second), came),
    },
  };
}

function agree(values: readonly number[][], places: readonly number[]) {
  const [first, second] = values.map((half) => at(half, places)) as [number[], number[]];
  return { value: correlation(first, second), ranks: rankCorrelation(first, second) };
}

function at(values: readonly number[], places: readonly number[]): number[] {
  return places.map((place) => values[place]!);
}

/** How far what two people gave the films that both have rated goes together, beyond averages of films and people. */
function agreementOf(model: Model, tastes: readonly Taste[], [one, other]: Pair): number {
  const above = (taste: Taste) =>
    new Map(
      taste.ratings.map(({ movie, steps }) => [
        movie.row,
        steps / STEPS_PER_STAR -
          model.averages.mean -
          averageEffect(movieAt(model, movie.row)) -
          taste.average.bias,
      ]),
    );
  const [mine, theirs] = [above(tastes[one]!), above(tastes[other]!)];
  const both = [...mine.keys()].filter((row) => theirs.has(row));
  let [product, squares, others] = [0, 0, 0];
  for (const row of both) {
    product += mine.get(row)! * theirs.get(row)!;
    squares += mine.get(row)! ** 2;
    others += theirs.get(row)! ** 2;
  }
  return product / Math.sqrt(squares * others);
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
