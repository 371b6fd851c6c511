/**
 * How people are apart: `centre`, the mean of users' (β_u, u); over all ratings, the mean of z_i = (1, v_i) and its
 * covariance C (a triangle, whose first row is 0); and 101 quantiles of ρ between people at random.
 */
export type Crowd = {
  centre: Float64Array;
  movie: Float64Array;
  spread: Float64Array;
  quantiles: Float64Array;
};
