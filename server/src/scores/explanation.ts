import { meanOf, type Tally } from '../ratings/tally.js';
import type { Posterior } from './posterior.js';
import { type Language, WORDS } from './words.js';

/** What a score says, in sentences that need no statistics, in English and in Spanish. */
export type Explanation = Record<Language, string[]>;

type Facts = {
  tally: Tally;
  found: Posterior | null;
  effectiveVotes: number;
  prior: { stars: number; weight: number };
  votes: { held: { votes: number }; aside: number };
  weights: readonly { reason: string; lost: number }[];
};

const LEANS_PERCENT = 10;
/** From here on, tenths of a full vote tell nobody anything. */
const MANY_VOTES = 10;
const MOST_DIGITS = 3;
/** More are not few, whatever they weigh. */
const FEW_RATINGS = 100;

export function explanationOf(facts: Facts): Explanation {
  return { en: sentences(facts, 'en'), es: sentences(facts, 'es') };
}

function sentences(facts: Facts, language: Language): string[] {
  const { tally, found, prior, votes, effectiveVotes } = facts;
  const say = WORDS[language];
  const stars = (value: number) => decimal(value, language, 1);
  const ratings = (n: number) => counted(n, language);
  const mean = meanOf(tally);
  if (found === null || mean === null) {
    if (tally.count > votes.aside) return [say.soon];
    const usual = say.none(stars(prior.stars));
    return votes.aside > 0 ? [usual, say.aside(ratings(votes.aside))] : [usual];
  }
  const share = Math.round((100 * prior.weight) / (prior.weight + effectiveVotes));
  const hasUnusual = votes.held.votes + votes.aside > 0;
  const plain = hasUnusual ? say.withUnusual(stars(mean)) : stars(mean);
  const [low, high] = apart(found.low, found.high, language);
  const lines = [say.score(stars(found.stars), ratings(tally.count), low, high)];
  if (share >= LEANS_PERCENT) {
    const words = tally.count > FEW_RATINGS ? say.light : say.leans;
    lines.push(words(plain, stars(prior.stars), percent(share, language)));
  } else {
    const little = share > 0 ? say.only(percent(share, language)) : say.under(percent(1, language));
    lines.push(say.settled(little));
    if (stars(found.stars) !== stars(mean)) lines.push(say.habits(plain));
  }
  lines.push(say.weighs(decimal(effectiveVotes, language, effectiveVotes < MANY_VOTES ? 1 : 0)));
  for (const { reason } of facts.weights) {
    if (reason === 'experience') lines.push(say.experience);
    if (reason === 'steadiness') lines.push(say.steadiness);
    if (reason === 'newcomers') lines.push(say.newcomers);
  }
  if (votes.held.votes > 0) lines.push(say.held(ratings(votes.held.votes)));
  if (votes.aside > 0) lines.push(say.aside(ratings(votes.aside)));
  return lines;
}

function decimal(value: number, language: Language, digits: number): string {
  const format = {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: 'always',
  };
  return new Intl.NumberFormat(language, format as never).format(value);
}

/** With as many digits as it takes to tell them apart: nothing lies between 4.1 and 4.1. */
function apart(low: number, high: number, language: Language, digits = 1): [string, string] {
  const ends = [decimal(low, language, digits), decimal(high, language, digits)] as const;
  const isTold = ends[0] !== ends[1] || digits === MOST_DIGITS;
  return isTold ? [...ends] : apart(low, high, language, digits + 1);
}

function percent(share: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share / 100);
}

function counted(n: number, language: Language): string {
  const number = decimal(n, language, 0);
  const one = { en: 'rating', es: 'valoración' }[language];
  const many = { en: 'ratings', es: 'valoraciones' }[language];
  return `${number} ${n === 1 ? one : many}`;
}
