import type { MovieId } from '../movies/movie.js';
import type { KnownTaste } from './predictor.js';
import { recommend } from './recommend.js';
import type { Taste } from './taste.js';

/** Movies that someone has not rated, the ones to recommend first before all, each with how much it is one. */
export type Ranking = { ids: MovieId[]; scores: Float64Array };

const rankings = new WeakMap<Taste, Ranking>();

/** Ranked once for each change of what someone has rated: it takes a while for a large catalogue. */
export function rankingOf({ serving: { model }, taste }: KnownTaste): Ranking {
  const before = rankings.get(taste);
  if (before !== undefined) return before;
  const all = recommend(model, taste);
  const rows = [...all.keys()].filter((row) => Number.isFinite(all[row]));
  rows.sort((a, b) => (all[b] as number) - (all[a] as number) || a - b);
  const ranking = {
    ids: rows.map((row) => model.movies.ids[row] as MovieId),
    scores: Float64Array.from(rows, (row) => all[row] as number),
  };
  rankings.set(taste, ranking);
  return ranking;
}
