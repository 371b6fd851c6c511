import type { MovieId } from '../movies/movie.js';
import type { KnownTaste } from './predictor.js';
import { recommend } from './recommend.js';

/** Movies that someone has not rated, the ones to recommend first before all, each with how much it is one. */
export type Ranking = { ids: MovieId[]; scores: Float64Array };

const rankings = new WeakMap<KnownTaste, Ranking>();

/** Ranked once for each change of what someone has rated: it takes a while for a large catalogue. */
export function rankingOf(known: KnownTaste): Ranking {
  const before = rankings.get(known);
  if (before !== undefined) return before;
  const { model } = known.serving;
  const all = recommend(model, known.taste);
  const rows = [...all.keys()].filter((row) => Number.isFinite(all[row]));
  rows.sort((a, b) => (all[b] as number) - (all[a] as number) || a - b);
  const ranking = {
    ids: rows.map((row) => model.movies.ids[row] as MovieId),
    scores: Float64Array.from(rows, (row) => all[row] as number),
  };
  rankings.set(known, ranking);
  return ranking;
}
