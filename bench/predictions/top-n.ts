import { LIKED_STEPS } from '../../server/src/predictions/likes.js';
import { byLikes, recommend } from '../../server/src/predictions/recommend.js';
import { tastesOf } from './accuracy.js';
import { byUser, type Fold, modelOf, stepsOf } from './folds.js';

export type Ranked = { ndcg: number; recall: number };

/**
 * How many of what people liked in a fold's test are among the first of all movies that they have not rated in its
 * training: NDCG@10 and recall@20, of those who liked anything there.
 */
export async function topN(fold: Fold): Promise<Record<'likes' | 'blend' | 'ease', Ranked>> {
  const { data } = fold;
  const model = await modelOf(data, fold.train);
  const tastes = tastesOf(model, data, fold.train);
  const rated = byUser(data, fold.train);
  const isLike = (k: number) => stepsOf(data, k) >= LIKED_STEPS;
  const liked = rated.map((of) => of.filter(isLike).map((k) => data.movies[k]!));
  const wanted = byUser(data, fold.test.filter(isLike)).map(
    (of) => new Set(of.map((k) => data.movies[k]!)),
  );
  const ease = easeOf(liked, data.movieCount);
  const rank = (scoresOf: (user: number) => Float64Array) =>
    measure(wanted, (user) =>
      firstOf(
        scoresOf(user),
        rated[user]!.map((k) => data.movies[k]!),
      ),
    );
  return {
    likes: rank((user) => byLikes(model, liked[user]!)),
    blend: rank((user) => recommend(model, tastes[user]!)),
    ease: rank((user) => ease(liked[user]!)),
  };
}

const SHOWN = 20;

function firstOf(scores: Float64Array, without: readonly number[]): number[] {
  const rows = new Set(scores.keys());
  for (const row of without) rows.delete(row);
  return [...rows].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, SHOWN);
}

function measure(wanted: readonly Set<number>[], firstOfUser: (user: number) => number[]): Ranked {
  let [ndcg, recall, count] = [0, 0, 0];
  for (const [user, rows] of wanted.entries()) {
    if (rows.size === 0) continue;
    const hits = firstOfUser(user).map((row) => rows.has(row));
    const gain = (k: number) => 1 / Math.log2(k + 2);
    const best = [...Array(Math.min(10, rows.size)).keys()].reduce((sum, k) => sum + gain(k), 0);
    ndcg += hits.slice(0, 10).reduce((sum, hit, k) => sum + (hit ? gain(k) : 0), 0) / best;
    recall += hits.filter(Boolean).length / Math.min(SHOWN, rows.size);
    count += 1;
  }
  return { ndcg: ndcg / count, recall: recall / count };
}

const RIDGE = 200;

/** EASE (Steck 2019): B = I − P·diag(1/P), P = (XᵀX + λI)⁻¹; a user's scores are the sums of the liked movies' rows. */
function easeOf(liked: readonly number[][], movies: number): (liked: number[]) => Float64Array {
  const p = new Float64Array(movies * movies);
  for (const rows of liked) for (const i of rows) for (const j of rows) p[i * movies + j]! += 1;
  for (let i = 0; i < movies; i++) p[i * movies + i]! += RIDGE;
  invert(p, movies);
  return (rows) => {
    const scores = new Float64Array(movies);
    for (const i of rows) {
      for (let j = 0; j < movies; j++) {
        if (i !== j) scores[j]! -= p[i * movies + j]! / p[j * movies + j]!;
      }
    }
    return scores;
  };
}

/** Gauss and Jordan in place, of what is positive definite: no pivot is looked for. */
function invert(a: Float64Array, n: number): void {
  for (let c = 0; c < n; c++) {
    const pivot = 1 / a[c * n + c]!;
    a[c * n + c] = 1;
    for (let j = 0; j < n; j++) a[c * n + j]! *= pivot;
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = a[r * n + c]!;
      if (factor === 0) continue;
      a[r * n + c] = 0;
      for (let j = 0; j < n; j++) a[r * n + j]! -= factor * a[c * n + j]!;
    }
  }
}
