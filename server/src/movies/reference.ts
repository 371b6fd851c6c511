import type { MovieId, OutsideSource } from './movie.js';

/** Names a movie: one of ours by id, or by an id it has elsewhere. */
export type MovieReference = { id: MovieId } | { source: OutsideSource; outsideId: string };

const OURS = /^[1-9]\d{0,15}$/;

/** What an id looks like in each outside catalogue. */
export const OUTSIDE_IDS = {
  tmdb: /^[1-9]\d{0,9}$/,
  imdb: /^tt\d{7,10}$/,
  wikidata: /^Q[1-9]\d{0,11}$/,
} satisfies Record<OutsideSource, RegExp>;

/** Reads `42`, `tmdb:603`, `imdb:tt0133093` or `wikidata:Q83495`; null for anything else. */
export function parseMovieReference(text: string): MovieReference | null {
  if (OURS.test(text) && Number.isSafeInteger(Number(text))) return { id: Number(text) as MovieId };
  const colon = text.indexOf(':');
  const source = text.slice(0, colon);
  const outsideId = text.slice(colon + 1);
  if (!isSource(source) || !OUTSIDE_IDS[source].test(outsideId)) return null;
  return { source, outsideId };
}

function isSource(text: string): text is OutsideSource {
  return Object.hasOwn(OUTSIDE_IDS, text);
}
