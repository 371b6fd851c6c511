import type { MovieFacts } from '../scores/prior.js';
import { countAt, type Rows } from './observations.js';
import { sharedFloats, sharedIntegers } from './shared-arrays.js';

/** How many are kept of each movie. */
export const SIMILAR = 50;
/** Numbers of what movies are liked together. */
export const EMBEDDING_RANK = 50;

const CO_LIKES = 20;
const LIKES = 10;
const EMBEDDING_SHARE = 0.5;
const GENRE_SHARE = 0.3;
/** What hardly anyone likes is like anything by chance. */
const FEWEST_LIKES = 3;
/** Of a great catalogue, the most liked are looked at. */
const MOST_CANDIDATES = 20_000;

/**
 * What similar movies are found by. `embedding`: e_i = s_q·V_iq of the like matrix, of length 1, row by row; `genres`:
 * likewise. `rows` and `scores` are what is found: SIMILAR a row, most similar first, −1 where there are no more.
 */
export type Similar = {
  byUser: Rows;
  byMovie: Rows;
  candidates: Int32Array;
  embedding: Float32Array;
  genres: Float32Array;
  rows: Int32Array;
  scores: Float32Array;
};

export function noSimilar(
  byUser: Rows,
  byMovie: Rows,
  known: readonly string[],
  facts: readonly MovieFacts[],
): Similar {
  const genres = sharedFloats(facts.length * known.length);
  for (const [row, movie] of facts.entries()) {
    const of = new Set(movie.genres);
    for (const [k, genre] of known.entries()) {
      if (of.has(genre)) genres[row * known.length + k] = 1 / Math.sqrt(of.size);
    }
  }
  const found = candidatesOf(byMovie);
  const candidates = sharedIntegers(found.length);
  candidates.set(found);
  return {
    byUser,
    byMovie,
    candidates,
    embedding: sharedFloats(facts.length * EMBEDDING_RANK),
    genres,
    rows: sharedIntegers(facts.length * SIMILAR).fill(-1),
    scores: sharedFloats(facts.length * SIMILAR),
  };
}

/** The movies that may be similar to others, most liked first. */
function candidatesOf(likes: Rows): Int32Array {
  const rows = [...Array(likes.starts.length - 1).keys()].filter(
    (row) => countAt(likes, row) >= FEWEST_LIKES,
  );
  rows.sort((a, b) => countAt(likes, b) - countAt(likes, a) || a - b);
  return Int32Array.from(rows.slice(0, MOST_CANDIDATES));
}

/**
 * For movies from `from` to `to`:
 * sim(i, j) = z[cos_ij·c/(c + 20)] + .5 z[cos(e_i, e_j)·n_j/(n_j + 10)] + .3 z[cosine of genres], cos_ij = c/√(n_i·n_j), c
 * being how many like both, z standardised over the candidates j. A movie that nobody likes has none.
 */
export function findSimilar(similar: Similar, from: number, to: number): void {
  const { byUser, byMovie, candidates, rows, scores } = similar;
  const together = new Int32Array(byMovie.starts.length - 1);
  const [cosines, embedded, genres] = [0, 0, 0].map(() => new Float64Array(candidates.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = from; i < to; i++) {
    rows.fill(-1, i * SIMILAR, (i + 1) * SIMILAR);
    const n = countAt(byMovie, i);
    if (n === 0) continue;
    countTogether(byUser, byMovie, i, together);
    for (let k = 0; k < candidates.length; k++) {
      const j = candidates[k]!;
      const c = together[j]!;
      const liked = countAt(byMovie, j);
      cosines[k] = ((c / Math.sqrt(n * liked)) * c) / (c + CO_LIKES);
      embedded[k] = (product(similar.embedding, EMBEDDING_RANK, i, j) * liked) / (liked + LIKES);
      genres[k] = product(similar.genres, similar.genres.length / together.length, i, j);
    }
    const all = standardised(cosines);
    add(all, standardised(embedded), EMBEDDING_SHARE);
    add(all, standardised(genres), GENRE_SHARE);
    keepBest(candidates, all, i, rows, scores);
  }
}

/** c of one movie and each other. */
function countTogether(byUser: Rows, byMovie: Rows, movie: number, together: Int32Array): void {
  together.fill(0);
  for (let k = byMovie.starts[movie]!; k < byMovie.starts[movie + 1]!; k++) {
    const user = byMovie.others[k]!;
    const end = byUser.starts[user + 1]!;
    for (let l = byUser.starts[user]!; l < end; l++) together[byUser.others[l]!]! += 1;
  }
}

function product(vectors: Float32Array, size: number, i: number, j: number): number {
  let sum = 0;
  for (let q = 0; q < size; q++) sum += vectors[i * size + q]! * vectors[j * size + q]!;
  return sum;
}

function standardised(values: Float64Array): Float64Array {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  const variance = squares / values.length - mean * mean;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  return values.map((value) => (value - mean) * scale);
}

function add(to: Float64Array, values: Float64Array, share: number): void {
  for (let k = 0; k < to.length; k++) to[k]! += share * values[k]!;
}

/** The greatest, in a heap-free way: few are kept of many, so that most are refused at once. */
function keepBest(
  candidates: Int32Array,
  values: Float64Array,
  movie: number,
  rows: Int32Array,
  scores: Float32Array,
): void {
  const start = movie * SIMILAR;
  let kept = 0;
  for (let k = 0; k < values.length; k++) {
    const value = Math.fround(values[k]!);
    if (candidates[k] === movie) continue;
    if (kept === SIMILAR && value <= scores[start + kept - 1]!) continue;
    let at = kept < SIMILAR ? kept++ : kept - 1;
    for (; at > 0 && scores[start + at - 1]! < value; at--) {
      scores[start + at] = scores[start + at - 1]!;
      rows[start + at] = rows[start + at - 1]!;
    }
    scores[start + at] = value;
    rows[start + at] = candidates[k]!;
  }
}
