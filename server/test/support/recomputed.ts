type Group = { weight: number; factor: number; mean: number | null };
type Answer = {
  votes: { regular: Group; newcomers: Group; held: Group };
  prior: { stars: number; weight: number };
};

/** The stars of a score, worked out from nothing but what its public answer says. */
export function recomputed({ votes, prior }: Answer): number {
  let [stars, weight] = [prior.stars * prior.weight, prior.weight];
  for (const group of [votes.regular, votes.newcomers, votes.held]) {
    stars += group.factor * group.weight * (group.mean ?? 0);
    weight += group.factor * group.weight;
  }
  return stars / weight;
}
