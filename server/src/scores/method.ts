/** The name of this way to compute a score, which server/src/http/methods/habits-1.md describes; a change of formula gets another. */
export const METHOD = 'habits-1';

export const FORMULA =
  '(λ·m + Σ w·y) / (λ + Σ w), y = stars − rater’s bias, w = experience × steadiness, m by genres and year';
