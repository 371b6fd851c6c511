import { LONGEST_NOTE } from '../ratings/rating.js';
import type { Stars } from '../ratings/stars.js';
import { LONGEST_REVIEW } from '../viewings/viewing.js';
import { firstOf } from './cells.js';
import type { Wish } from './entry.js';
import type { FilmHistory, Judged } from './history.js';
import type {
  ConflictPolicy,
  ImportFile,
  ImportRow,
  Outcome,
  SetAside,
  Verdict,
} from './import.js';
import { judgeRating } from './judge-rating.js';
import { judgeViewing, noClaims } from './judge-viewing.js';
import { type Scale, starsOfScore } from './scale.js';

export type RowVerdict = {
  place: number;
  verdict: Verdict;
  outcome: Outcome;
  aside: SetAside | null;
};

type JudgedRow = Pick<ImportRow, 'place' | 'file' | 'wishes'>;
type Needs = { files: readonly ImportFile[]; policy: ConflictPolicy; now: number };

const TOLD_AGAIN: SetAside = {
  why: 'told-again',
  detail: 'Another row of the upload has a newer rating of this film.',
};
/** Of the verdicts of one row, the first of these counts. */
const WEIGHT: readonly Verdict[] = ['conflict', 'changed', 'new', 'same', 'aside'];

/**
 * What all rows of an import about one film come to, one after the other, on top of what its user has of that film.
 * The last rating given is the one that counts; viewings each stay one.
 */
export function judgeFilm(
  history: FilmHistory,
  rows: readonly JudgedRow[],
  { files, policy, now }: Needs,
): { history: FilmHistory; verdicts: RowVerdict[] } {
  const last = lastRating(rows);
  const claims = noClaims();
  let current = history;
  const judgeWish = (wish: Wish, { file }: JudgedRow): Judged => {
    const scale = files[file]?.scale ?? null;
    switch (wish.kind) {
      case 'rating': {
        if (wish !== last && isOtherThan(wish, last)) return { verdict: 'aside', history: current };
        const { score, ratedAt, note } = wish;
        const told = { stars: starsOn(scale, score), ratedAt, note: textOf(note, LONGEST_NOTE) };
        return judgeRating(current, told, policy, now);
      }
      case 'viewing': {
        const { kind, score, review, ...told } = wish;
        const stars = score === null ? null : starsOn(scale, score);
        const seen = {
          ...told,
          stars,
          review: textOf(review, LONGEST_REVIEW),
        };
        return judgeViewing(current, seen, claims, file, policy, now);
      }
      case 'watchlist':
        return judgeMark(current, 'watchlist', wish.addedAt ?? now);
      case 'favourite':
        return judgeMark(current, 'favourite', wish.addedAt ?? now);
    }
  };
  const verdicts = rows.map((row): RowVerdict => {
    const before = current;
    const all = row.wishes.map((wish) => {
      const judged = judgeWish(wish, row);
      current = judged.history;
      return judged.verdict;
    });
    const verdict = WEIGHT.find((one) => all.includes(one)) ?? 'same';
    const stayed = verdict === 'conflict' ? 'kept' : 'left';
    return {
      place: row.place,
      verdict,
      outcome: current === before ? stayed : 'taken',
      aside: verdict === 'aside' ? TOLD_AGAIN : null,
    };
  });
  return { history: current, verdicts };
}

type RatingWish = Extract<Wish, { kind: 'rating' }>;

/** What is thought now before what was thought at a viewing; then the latest, and of those that say no time, the last row's. */
function lastRating(rows: readonly JudgedRow[]): RatingWish | null {
  let last: RatingWish | null = null;
  for (const { wishes } of rows) {
    for (const wish of wishes) {
      if (wish.kind === 'rating' && (last === null || !isBefore(wish, last))) last = wish;
    }
  }
  return last;
}

function isBefore(one: RatingWish, other: RatingWish): boolean {
  if (one.atViewing !== other.atViewing) return one.atViewing === true;
  return (one.ratedAt ?? 0) < (other.ratedAt ?? 0);
}

function isOtherThan(wish: RatingWish, last: RatingWish | null): boolean {
  return wish.score !== last?.score || wish.ratedAt !== last.ratedAt || wish.note !== last.note;
}

function judgeMark(history: FilmHistory, of: 'watchlist' | 'favourite', at: number): Judged {
  if (history[of] !== null) return { verdict: 'same', history };
  return { verdict: 'new', history: { ...history, [of]: at } };
}

function textOf(text: string | null, most: number): string | null {
  return (text && firstOf(text, most).trim()) || null;
}

/** A file with scores has a scale by the time its rows are judged. */
function starsOn(scale: Scale | null, score: number): Stars {
  if (scale === null) throw new Error('a file with scores is on no scale');
  return starsOfScore(score, scale).stars;
}
