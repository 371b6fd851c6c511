import type { MovieId } from '../movies/movie.js';
import { fail } from '../problem.js';
import type { RatingStatistics } from '../ratings/ports.js';
import type { Stars } from '../ratings/stars.js';
import type { MovieTitle } from '../ratings/statistics.js';
import type { User } from '../users/user.js';
import { differBy, FEWEST_FOR_MATCH, type Match, matchOf } from './match.js';
import type { KnownTaste, Predictor } from './predictor.js';

/** What two people gave one movie. */
export type Compared = { movieId: MovieId; title: MovieTitle; mine: Stars; theirs: Stars };

/** Two people's tastes beside each other; `match` null while one of them has rated fewer than ten films. */
export type TasteMatch = {
  match: (Match & { differBy: number }) | null;
  common: number;
  agree: Compared[];
  differ: Compared[];
};

type Needs = {
  predictor: Pick<Predictor, 'tasteOf'>;
  statistics: Pick<RatingStatistics, 'titles'>;
};

const MOST_COMPARED = 5;
/** Nearer than that is the same. */
const AGREED_STEPS = 10;

/** How the viewer's taste and another's go together. Both must allow it, and the viewer may see the other's ratings. */
export async function matchTastes(
  { predictor, statistics }: Needs,
  viewer: User,
  other: User,
): Promise<TasteMatch> {
  if (viewer.id === other.id) {
    const detail = 'Everyone agrees with themselves.';
    fail({ kind: 'invalid', errors: [{ pointer: '#/other', code: 'self', detail, in: 'path' }] });
  }
  if (!viewer.allowMatching || !other.allowMatching || other.disabled)
    fail({ kind: 'not-matched' });
  const [mine, theirs] = [await predictor.tasteOf(viewer.id), await predictor.tasteOf(other.id)];
  if (mine === null || theirs === null) return { match: null, common: 0, agree: [], differ: [] };
  const both = inCommon(mine, theirs);
  const titles = await statistics.titles(both.map(({ movieId }) => movieId));
  const compared = both.flatMap((one): Compared[] => {
    const title = titles.get(one.movieId);
    return title === undefined ? [] : [{ ...one, title }];
  });
  const apart = ({ mine, theirs }: Compared) => Math.abs(mine - theirs);
  const joint = ({ mine, theirs }: Compared) => mine + theirs;
  const agree = compared
    .filter((one) => apart(one) <= AGREED_STEPS)
    .sort((a, b) => joint(b) - joint(a) || apart(a) - apart(b) || a.movieId - b.movieId);
  const differ = compared
    .filter((one) => apart(one) > AGREED_STEPS)
    .sort((a, b) => apart(b) - apart(a) || a.movieId - b.movieId);
  return {
    match: matchOfBoth(mine, theirs),
    common: both.length,
    agree: agree.slice(0, MOST_COMPARED),
    differ: differ.slice(0, MOST_COMPARED),
  };
}

function matchOfBoth(mine: KnownTaste, theirs: KnownTaste): TasteMatch['match'] {
  if (Math.min(mine.movieIds.length, theirs.movieIds.length) < FEWEST_FOR_MATCH) return null;
  const { model } = mine.serving;
  const apart = differBy(model, mine.taste, theirs.taste);
  return { ...matchOf(model, mine.taste, theirs.taste), differBy: apart };
}

function inCommon(mine: KnownTaste, theirs: KnownTaste) {
  const others = new Map(theirs.movieIds.map((id, i) => [id, theirs.taste.ratings[i]?.steps]));
  return mine.movieIds.flatMap((movieId, i) => {
    const [own, other] = [mine.taste.ratings[i]?.steps, others.get(movieId)];
    if (own === undefined || other === undefined) return [];
    return [{ movieId, mine: own as Stars, theirs: other as Stars }];
  });
}
