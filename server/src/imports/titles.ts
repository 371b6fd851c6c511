/** Articles that catalogues put last, as `Name, The`. */
const ARTICLE_LAST =
  /^(.+), (the|an?|l[aeo']|les|une?|el|los|las|il|i|gli|der|die|das|den|det|de|het|eine?|[oa]s?|en|ett)$/i;
const YEAR_LAST = /\s*\((\d{4})(?:[–-]\d{0,4})?\)\s*$/;
const NAME_IN_BRACKETS = /\s*\((?:a\.?k\.?a\.? )?([^()]+)\)$/i;

export type PartedTitle = { title: string; otherTitle: string | null; year: number | null };

/** `Matrix, The` as people say it: `The Matrix`. */
export function articleFirst(title: string): string {
  const [, rest, article] = ARTICLE_LAST.exec(title) ?? [];
  if (rest === undefined || article === undefined) return title;
  return article.endsWith("'") ? `${article}${rest}` : `${article} ${rest}`;
}

/** Parts `City of Lost Children, The (Cité des enfants perdus, La) (1995)`; of years, the first. */
export function partTitle(text: string): PartedTitle {
  const [yearText, year] = YEAR_LAST.exec(text) ?? ['', null];
  const named = text.slice(0, text.length - yearText.length).trim();
  const [bracket, other] = NAME_IN_BRACKETS.exec(named) ?? ['', null];
  // What is all in brackets, `(500) Days of Summer` but for the end, is no other name.
  const title = named.slice(0, named.length - bracket.length).trim();
  const ofYear = year ? Number(year) : null;
  if (title === '') return { title: named, otherTitle: null, year: ofYear };
  return {
    title: articleFirst(title),
    otherTitle: other ? articleFirst(other.trim()) : null,
    year: ofYear,
  };
}
