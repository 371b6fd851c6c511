import { writeStars } from '../ratings/stars.js';
import type { Language } from '../scores/words.js';
import type { Prediction } from './prediction.js';
import type { Reason } from './reason.js';
import { WORDS } from './words.js';

type Facts = {
  prediction: Prediction;
  parts: { film: number; habit: number };
  reasons: readonly Reason[];
};

const MOST_FILMS = 3;
/** Less than this nobody would call a difference. */
const LEAST_EFFECT = 0.02;
const LEAST_MOVE = 0.05;

/** What is predicted and why, in sentences that need no statistics, in English and in Spanish. */
export function inWords(facts: Facts | null): Record<Language, string[]> {
  return { en: sentences(facts, 'en'), es: sentences(facts, 'es') };
}

function sentences(facts: Facts | null, language: Language): string[] {
  const words = WORDS[language];
  if (facts === null) return [words.none];
  const { prediction, parts, reasons } = facts;
  const stars = (value: number) => decimal(value, language);
  if (prediction.basis === 'average') return [words.average(stars(prediction.stars))];
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(prediction.like);
  const said = [
    words.taste(stars(prediction.stars), stars(prediction.low), stars(prediction.high)),
    words.like(percent),
  ];
  const usual = Math.min(5, Math.max(0, parts.film));
  const moved = prediction.stars - usual;
  if (moved > LEAST_MOVE) said.push(words.raised(stars(usual), stars(moved)));
  else if (moved < -LEAST_MOVE) said.push(words.lowered(stars(usual), stars(-moved)));
  else said.push(words.asUsual(stars(usual)));
  const named = (some: readonly Reason[]) => {
    const films = some
      .filter(({ effect }) => Math.abs(effect) >= LEAST_EFFECT)
      .slice(0, MOST_FILMS)
      .map(({ title, stars: given }) =>
        words.film(title.title, plain(writeStars(given), language)),
      );
    return films.length === 0 ? null : new Intl.ListFormat(language).format(films);
  };
  const forIt = named(reasons.filter(({ effect }) => effect > 0));
  const againstIt = named(reasons.filter(({ effect }) => effect < 0));
  if (forIt !== null) said.push(words.forIt(forIt));
  if (againstIt !== null) said.push(words.againstIt(againstIt));
  return said;
}

function decimal(value: number, language: Language): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, digits).format(value);
}

/** As it was given: 5 stays 5, and 3.55 too. */
function plain(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}
