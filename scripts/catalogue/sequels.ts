/**
 * Counts for each title the later films whose titles go on where it ends: `Alien`, `Alien 3`.
 * A remake under the same title counts too; a longer word (`Aliens`) does not.
 */
export function laterFilms(films: readonly { title: string; year: number | null }[]): number[] {
  const years = new Map<string, number[]>();
  for (const { title, year } of films) {
    for (const beginning of beginnings(title)) {
      const found = years.get(beginning);
      if (found === undefined) years.set(beginning, [year ?? 0]);
      else found.push(year ?? 0);
    }
  }
  return films.map(
    ({ title, year }) =>
      (years.get(title.toLowerCase()) ?? []).filter((other) => other > (year ?? Infinity)).length,
  );
}

/** The title itself and every part of it that ends before something other than a letter or digit. */
function beginnings(title: string): string[] {
  const lower = title.toLowerCase();
  const cuts = [...lower.matchAll(/(?<=[\p{L}\p{N}!?.])(?![\p{L}\p{N}])/gu)].map(
    ({ index }) => index,
  );
  return [...new Set([...cuts.map((cut) => lower.slice(0, cut)), lower])];
}
