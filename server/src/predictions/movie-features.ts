import type { MovieFacts } from '../scores/prior.js';

const CENTRE_YEAR = 1985;
const YEARS = 15;
/** Beyond them there are few films to learn from. */
const EARLIEST = 1900;
const LATEST = 2040;

/** f⁰ of a movie: 1, each genre, the year and, for old films, its square. */
export function plainFeatures({ genres, year }: MovieFacts, known: readonly string[]): number[] {
  const of = new Set(genres);
  const age = ageOf(year);
  return [1, age, Math.min(age, 0) ** 2, ...known.map((genre) => (of.has(genre) ? 1 : 0))];
}

/** All genres there are, in alphabetical order. */
export function genresOf(facts: readonly MovieFacts[]): string[] {
  return [...new Set(facts.flatMap(({ genres }) => genres))].sort();
}

/** (year − 1985)/15; an unknown year counts as 1985. */
function ageOf(year: number | null): number {
  if (year === null) return 0;
  return (Math.min(LATEST, Math.max(EARLIEST, year)) - CENTRE_YEAR) / YEARS;
}
