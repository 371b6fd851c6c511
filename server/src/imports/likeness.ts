import { fold } from '../movies/fold.js';
import type { MovieId, OutsideIds } from '../movies/movie.js';
import { worthOf } from '../movies/popularity.js';
import { type FilmClue, yearOf } from './entry.js';
import type { TitleNames } from './title-names.js';

/** What of a clue tells which film it is. */
export type Clue = Pick<
  FilmClue,
  'title' | 'originalTitle' | 'year' | 'releaseDate' | 'directors' | 'ids' | 'ours'
>;

/** A movie of ours that a clue may mean. */
export type KnownFilm = {
  id: MovieId;
  title: string;
  originalTitle: string | null;
  year: number | null;
  directors: readonly string[];
  ids: OutsideIds;
  popularity: number;
};

/** With the names that its titles tell. */
export type NamedFilm = KnownFilm & { names: TitleNames };

type SharedName = { name: string; as: 'whole' | 'part' };

/** `confidence` is how probable it is, from 0 to 1. */
export type Candidate = { movieId: MovieId; confidence: number };

/*
 * Odds multiply: of the name, that it is this film and not one of that name that we do not have; and of all else, how
 * much oftener one film has it in two catalogues than two films of one name have.
 */
/** Two catalogues give one film the same year 24 times of 25, and else nearly always the one beside it. */
const YEARS = {
  same: 0.96 / 0.01,
  next: 0.035 / 0.02,
  near: 0.003 / 0.02,
  far: 0.002 / 0.95,
  unknown: 1,
};
const DIRECTORS = { shared: 50, others: 0.05, unknown: 1 };
/** Catalogues err in the id of one film in a thousand. */
const OTHER_ID = 0.001;
/** The whole name is the same. Of one with few letters, as "Home", there are many, most of which we do not have. */
const WHOLE = [
  { letters: 8, odds: 3 },
  { letters: 14, odds: 20 },
  { letters: Number.POSITIVE_INFINITY, odds: 100 },
];
/** Those odds are for a film that so many have rated; people have seen rather what many have seen. */
const TYPICAL_RATERS = 10;
/**
 * One of the names has a subtitle more, or says whose film it is. Of one year, it is another film one time in ten: a
 * documentary about the first, or a short beside it, and those are about what is well known.
 */
const PART = [
  { letters: 14, odds: 0.1 },
  { letters: Number.POSITIVE_INFINITY, odds: 0.5 },
];

/** Those of `films` that the clue may mean, likeliest first; equal ones by id. */
export function weigh(clue: Clue, names: TitleNames, films: readonly NamedFilm[]): Candidate[] {
  const odds = films.flatMap((film) => {
    const value = oddsOf(clue, names, film);
    return value === 0 ? [] : [{ movieId: film.id, odds: value }];
  });
  // All of them, and that it is none.
  const sum = odds.reduce((all, one) => all + one.odds, 1);
  return odds
    .map(({ movieId, odds }) => ({ movieId, confidence: odds / sum }))
    .sort((a, b) => b.confidence - a.confidence || a.movieId - b.movieId);
}

/** That it is this film, against that it is one we do not have; 0 when they have no name in common. */
function oddsOf(clue: Clue, names: TitleNames, film: NamedFilm): number {
  const shared = sharedName(names, film.names);
  if (shared === null) return 0;
  return (
    nameOdds(shared, film.popularity) *
    YEARS[yearsApart(yearOf(clue), film.year)] *
    DIRECTORS[directors(clue, film)] *
    (differ(clue.ids, film.ids) ? OTHER_ID : 1)
  );
}

function nameOdds({ name, as }: SharedName, popularity: number): number {
  const table = as === 'whole' ? WHOLE : PART;
  const odds = table.find(({ letters }) => name.length <= letters)?.odds ?? 0;
  return as === 'whole' ? odds * Math.sqrt(worthOf(popularity) / TYPICAL_RATERS) : odds;
}

function sharedName(ours: TitleNames, theirs: TitleNames): SharedName | null {
  const whole = ours.whole.find((name) => theirs.whole.includes(name));
  if (whole !== undefined) return { name: whole, as: 'whole' };
  const part =
    ours.whole.find((name) => theirs.parts.includes(name)) ??
    ours.parts.find((name) => theirs.whole.includes(name));
  return part === undefined ? null : { name: part, as: 'part' };
}

function yearsApart(one: number | null, other: number | null): keyof typeof YEARS {
  if (one === null || other === null) return 'unknown';
  const apart = Math.abs(one - other);
  if (apart === 0) return 'same';
  if (apart === 1) return 'next';
  return apart === 2 ? 'near' : 'far';
}

function directors(clue: Clue, film: KnownFilm): keyof typeof DIRECTORS {
  if (clue.directors.length === 0 || film.directors.length === 0) return 'unknown';
  return sharesDirector(clue, film) ? 'shared' : 'others';
}

export function sharesDirector(
  clue: Pick<Clue, 'directors'>,
  film: Pick<KnownFilm, 'directors'>,
): boolean {
  const known = new Set(film.directors.map(firstAndLast));
  return clue.directors.some((name) => known.has(firstAndLast(name)));
}

/** "Peter R. Hunt" is Peter Hunt. */
function firstAndLast(name: string): string {
  const all = fold(name).split(' ');
  return all.length < 3 ? all.join(' ') : `${all[0]} ${all.at(-1)}`;
}

/** Whether one source calls them by two ids. */
export function differ(one: OutsideIds, other: OutsideIds): boolean {
  return (['imdb', 'tmdb', 'wikidata'] as const).some(
    (source) => one[source] !== null && other[source] !== null && one[source] !== other[source],
  );
}

/** Whether all that a clue tells of a film is what we know, to the letter. */
export function hasSameFacts(clue: Clue, film: KnownFilm): boolean {
  const names = (directors: readonly string[]) => [...directors].sort().join('\n');
  return (
    clue.title === film.title &&
    clue.originalTitle === film.originalTitle &&
    clue.year === film.year &&
    names(clue.directors) === names(film.directors) &&
    !differ(clue.ids, film.ids)
  );
}
