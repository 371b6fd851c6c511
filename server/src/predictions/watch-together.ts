import type { Movie, MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import { fail } from '../problem.js';
import type { UserId } from '../users/user.js';
import type { Companions } from './companions.js';
import type { KnownMovie } from './model.js';
import type { Alike, MovieKind } from './ports.js';
import { type Prediction, predict } from './prediction.js';
import type { KnownTaste, Predictor } from './predictor.js';
import { rankingOf } from './ranking.js';
import type { SetAside } from './set-aside.js';
import { worthTogether } from './together.js';

/** A film for some people: what each would give it, in the order of the people, and how good it is for all. */
export type ForAll = { movie: Movie; worth: number; each: Prediction[] };

type Needs = {
  predictor: Pick<Predictor, 'tasteOf' | 'knownMovies'>;
  companions: Pick<Companions, 'mutual'>;
  alike: Pick<Alike, 'among'>;
  setAside: Pick<SetAside, 'ids'>;
  movies: Pick<Movies, 'findMany'>;
};

/** People beside the one who asks. */
export const MOST_TOGETHER = 7;
/** So many that all of them would choose are told in the order of their stars. */
const CANDIDATES = 300;

/**
 * Films that none of some people has rated or set aside, by half the mean and half the least of what they would give
 * them. Everyone has agreed to that with whoever asks, the first of them, and that one with everyone.
 */
export async function watchTogether(
  needs: Needs,
  people: readonly [UserId, ...UserId[]],
  kind: MovieKind,
  limit: number,
): Promise<ForAll[]> {
  const [viewer, ...others] = people;
  const agreed = await needs.companions.mutual(viewer, others);
  if (agreed.length < new Set(others).size) fail({ kind: 'not-companions' });
  const tastes: KnownTaste[] = [];
  for (const id of people) {
    const known = await needs.predictor.tasteOf(id);
    if (known !== null) tastes.push(known);
  }
  const [first] = tastes;
  // Tastes by two models cannot be compared; the next moment all are by the new one.
  const isWhole =
    tastes.length === people.length &&
    tastes.every((one) => one.serving.model === first?.serving.model);
  if (first === undefined || !isWhole) return [];
  const aside = new Set((await Promise.all(people.map(needs.setAside.ids))).flat());
  const candidates = await needs.alike.among(
    chosenByAll(tastes).filter((id) => !aside.has(id)),
    kind,
  );
  const { serving } = first;
  const some = candidates.slice(0, CANDIDATES);
  const known = await needs.predictor.knownMovies(serving, some);
  const ranked = some
    .map((id, i) => {
      const each = tastes.map(({ taste }) => predict(serving.model, taste, known[i] as KnownMovie));
      return { id, each, worth: worthTogether(each.map(({ stars }) => stars)) };
    })
    .sort((one, other) => other.worth - one.worth || one.id - other.id)
    .slice(0, limit);
  const movies = await needs.movies.findMany(ranked.map(({ id }) => id));
  const byId = new Map(movies.map((movie) => [movie.id, movie]));
  return ranked.flatMap(({ id, each, worth }) => {
    const movie = byId.get(id);
    return movie === undefined ? [] : { movie, each, worth };
  });
}

/** What nobody has rated, by how much it is one to recommend to all, and to whom it is least. */
function chosenByAll(tastes: readonly KnownTaste[]): MovieId[] {
  const scores = new Map<MovieId, number[]>();
  for (const known of tastes) {
    const ranking = rankingOf(known);
    for (const [i, id] of ranking.ids.entries()) {
      const all = scores.get(id);
      if (all === undefined) scores.set(id, [ranking.scores[i] as number]);
      else all.push(ranking.scores[i] as number);
    }
  }
  return [...scores]
    .filter(([, all]) => all.length === tastes.length)
    .map(([id, all]) => ({ id, worth: worthTogether(all) }))
    .sort((one, other) => other.worth - one.worth || one.id - other.id)
    .map(({ id }) => id);
}
