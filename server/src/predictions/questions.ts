/**
 * What a newcomer may be asked about: `rows`, the movies that most people have rated, most first, and `shares` of how
 * many have; `witnesses`, people at random, a byte for each of those movies: 1 where they have rated it; and `spread`, Σ p·z·zᵀ,
 * each movie counting by its share of all ratings (a triangle).
 */
export type Questions = {
  rows: Int32Array;
  shares: Float32Array;
  witnesses: Uint8Array;
  spread: Float64Array;
};
