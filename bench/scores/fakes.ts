import type { Luck } from './luck.js';
import { meanOf, top } from './measures.js';
import { type DataSet, ratingsByMovie } from './movielens.js';

export const KINDS = ['random', 'average', 'bandwagon', 'love/hate', 'copies', 'one vote'] as const;
export type Kind = (typeof KINDS)[number];

/** What one fake account rates beside the target. */
export type Profile = { movie: number; stars: number }[];

const FILLERS = 80;
const POPULAR_FILLERS = 8;
const POPULAR = 50;

/**
 * Makes fake accounts as the literature has them (random, average, bandwagon, love/hate), copies of what somebody really
 * rated, or nothing beside the target at all. `isPush`: whether the target is praised.
 */
export function faker(data: DataSet): (kind: Kind, isPush: boolean, luck: Luck) => Profile {
  const byMovie = ratingsByMovie(data);
  const rated = [...byMovie.keys()].filter((i) => byMovie[i]!.length > 0);
  const means = byMovie.map((ratings) => meanOf(ratings.map((k) => data.stars[k]!)));
  const popular = top(
    byMovie.map((ratings) => ratings.length),
    POPULAR,
  );
  const mean = meanOf([...data.stars]);
  const spread = Math.sqrt(meanOf([...data.stars].map((stars) => (stars - mean) ** 2)));
  const byRater: number[][] = Array.from({ length: data.raterCount }, () => []);
  for (let k = 0; k < data.raters.length; k++) byRater[data.raters[k]!]!.push(k);
  const busy = byRater.filter((ratings) => ratings.length >= FILLERS);
  const onScale = (stars: number) =>
    Math.min(5, Math.max(data.lowest, Math.round(stars / data.step) * data.step));

  return (kind, isPush, { pick, normal }) => {
    const around = (movies: number[], of: (movie: number) => number, deviation: number) =>
      movies.map((movie) => ({ movie, stars: onScale(of(movie) + deviation * normal()) }));
    switch (kind) {
      case 'one vote':
        return [];
      case 'random':
        return around(pick(rated, FILLERS), () => mean, spread);
      case 'average':
        return around(pick(rated, FILLERS), (movie) => means[movie]!, spread / 2);
      case 'bandwagon': {
        const loved = pick(popular, POPULAR_FILLERS);
        const others = rated.filter((movie) => !loved.includes(movie));
        return [
          ...loved.map((movie) => ({ movie, stars: 5 })),
          ...around(pick(others, FILLERS - POPULAR_FILLERS), () => mean, spread),
        ];
      }
      case 'love/hate':
        return pick(rated, FILLERS).map((movie) => ({ movie, stars: isPush ? data.lowest : 5 }));
      case 'copies': {
        const [someone = []] = pick(busy, 1);
        return pick(someone, FILLERS).map((k) => ({
          movie: data.movies[k]!,
          stars: data.stars[k]!,
        }));
      }
    }
  };
}
