import { normalDraws } from './draws.js';
import { LIKE_RANK, type LikeSide, sumSquares } from './likes.js';
import { countAt } from './observations.js';
import { EMBEDDING_RANK } from './similar.js';
import { singularVectors } from './subspace.js';
import type { Training } from './training.js';
import { type Crew, partsOf } from './work.js';

const SWEEPS = 12;

/** Alternating least squares of what is liked. */
export async function trainLikes(
  { likes: { users, movies } }: Training,
  crew: Crew,
  seed: number,
): Promise<void> {
  begin(movies, seed);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    sumSquares(movies);
    await crew(partsOf('like-users', users.rows));
    sumSquares(users);
    await crew(partsOf('like-movies', movies.rows));
  }
  sumSquares(movies);
}

/** Finds what is similar to each movie. */
export async function trainSimilar(
  { liked, similar }: Training,
  crew: Crew,
  seed: number,
): Promise<void> {
  const { vectors, values } = await singularVectors(
    liked,
    EMBEDDING_RANK,
    {
      spread: () => crew(partsOf('like-spread', liked.byUser)),
      gather: () => crew(partsOf('like-gather', liked.byMovie)),
    },
    seed,
  );
  const { embedding } = similar;
  embedding.set(vectors);
  for (let k = 0; k < embedding.length; k++) embedding[k]! *= values[k % EMBEDDING_RANK]!;
  toLengthOne(embedding, EMBEDDING_RANK);
  await crew(partsOf('similar', liked.byMovie));
}

function begin({ rows, factors }: LikeSide, seed: number): void {
  const draw = normalDraws(seed ^ 0x11ce);
  for (let k = 0; k < factors.length; k++) {
    factors[k] = (0.1 * draw()) / Math.sqrt(LIKE_RANK);
  }
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    if (countAt(rows, row) === 0) factors.fill(0, row * LIKE_RANK, (row + 1) * LIKE_RANK);
  }
}

/** Each vector, but those that are 0. */
function toLengthOne(vectors: Float32Array, size: number): void {
  for (let at = 0; at < vectors.length; at += size) {
    let squares = 0;
    for (let d = 0; d < size; d++) squares += vectors[at + d]! ** 2;
    if (squares === 0) continue;
    for (let d = 0; d < size; d++) vectors[at + d]! /= Math.sqrt(squares);
  }
}
