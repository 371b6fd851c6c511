import type { MovieId, OutsideSource } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import { yearOf } from './entry.js';
import type { KnownFilms } from './known-films.js';
import { type Candidate, type Clue, hasSameFacts, type KnownFilm, weigh } from './likeness.js';
import { matchByDirectors, mayBeTranslated } from './match-directors.js';
import { type TitleIndex, titleIndexBuilder } from './title-index.js';
import { rememberedNames } from './title-names.js';

/** Which of our movies a film of an upload is. A wrong one is worse than none: what is not sure is asked. */
export type FilmMatch =
  | { kind: 'found'; movieId: MovieId; confidence: number; by: 'id' | 'title' }
  /** Likeliest first. */
  | { kind: 'unsure'; candidates: Candidate[]; by: 'id' | 'title' }
  | { kind: 'unknown' };

type Needs = { movies: Pick<Movies, 'resolveAll'>; knownFilms: KnownFilms };

const SURE = 0.95;
/** Less likely ones are not worth asking about. */
const LIKELY = 0.2;
const WORTH_NAMING = 0.02;
const MOST_CANDIDATES = 5;
const FILMS_A_PAGE = 500;
const CLUES_AT_A_TIME = 500;
const SOURCES: readonly OutsideSource[] = ['imdb', 'tmdb', 'wikidata'];
const UNKNOWN: FilmMatch = { kind: 'unknown' };

/** Matches films to our movies as they were when it was made; one is made for a whole import. */
export type FilmMatcher = {
  /** A match per clue, in their order. */
  match(clues: readonly Clue[]): Promise<FilmMatch[]>;
};

export function filmMatcher(needs: Needs): FilmMatcher {
  let index: Promise<TitleIndex> | undefined;
  return {
    async match(clues) {
      const matches: FilmMatch[] = [];
      for (let i = 0; i < clues.length; i += CLUES_AT_A_TIME) {
        const some = clues.slice(i, i + CLUES_AT_A_TIME);
        const byId = await matchByIds(needs.movies, some);
        const rest = some.filter((_, k) => byId[k] === null);
        if (rest.length > 0) index ??= indexOf(needs.knownFilms);
        const byTitle =
          index === undefined ? [] : await matchByTitles(needs.knownFilms, await index, rest);
        matches.push(...byId.map((match) => match ?? byTitle.shift() ?? UNKNOWN));
      }
      return matches;
    },
  };
}

async function matchByIds(
  movies: Needs['movies'],
  clues: readonly Clue[],
): Promise<(FilmMatch | null)[]> {
  const known = await Promise.all(
    SOURCES.map((source) =>
      movies.resolveAll(source, [...new Set(clues.flatMap(({ ids }) => ids[source] ?? []))]),
    ),
  );
  return clues.map(({ ids }) => {
    const found = new Set(SOURCES.flatMap((source, i) => known[i]?.get(ids[source] ?? '') ?? []));
    const [movieId] = found;
    if (movieId === undefined) return null;
    if (found.size === 1) return { kind: 'found', movieId, confidence: 1, by: 'id' };
    // Its ids are those of several films.
    return {
      kind: 'unsure',
      candidates: [...found].map((id) => ({ movieId: id, confidence: 1 / found.size })),
      by: 'id',
    };
  });
}

async function matchByTitles(
  knownFilms: KnownFilms,
  index: TitleIndex,
  clues: readonly Clue[],
): Promise<FilmMatch[]> {
  const namesOf = rememberedNames();
  const looked = clues.map((clue) => {
    const names = namesOf(clue);
    const { ours } = clue;
    const alike = index.lookUp(names, yearOf(clue));
    return { clue, names, ids: ours === undefined ? alike : [...new Set([ours, ...alike])] };
  });
  const films = await knownFilms.describe([...new Set(looked.flatMap(({ ids }) => ids))], {
    directors: clues.some(({ directors, ours }) => directors.length > 0 || ours !== undefined),
    ids: clues.some((clue) => clue.ours !== undefined || SOURCES.some((of) => clue.ids[of])),
  });
  const byId = new Map(films.map((film) => [film.id, { ...film, names: namesOf(film) }]));
  const matches = looked.map(({ clue, names, ids }) => {
    const some = ids.flatMap((id) => byId.get(id) ?? []);
    return ownFilm(clue, some) ?? judge(weigh(clue, names, some));
  });
  return matchTranslated(knownFilms, clues, matches);
}

/** The film of an export of ours: the one with all of its facts, and of several the one that is called so here. */
function ownFilm(clue: Clue, films: readonly KnownFilm[]): FilmMatch | null {
  if (clue.ours === undefined) return null;
  const same = films.filter((film) => hasSameFacts(clue, film));
  const found = same.find(({ id }) => id === clue.ours) ?? (same.length === 1 ? same[0] : null);
  return found ? { kind: 'found', movieId: found.id, confidence: 1, by: 'title' } : null;
}

/** Looks for those that have no name in common with a film of ours by their directors. */
async function matchTranslated(
  knownFilms: KnownFilms,
  clues: readonly Clue[],
  matches: readonly FilmMatch[],
): Promise<FilmMatch[]> {
  const isLeft = (clue: Clue, i: number) => matches[i] === UNKNOWN && mayBeTranslated(clue);
  const found = await matchByDirectors(knownFilms, clues.filter(isLeft));
  return matches.map((match, i) =>
    isLeft(clues[i] as Clue, i) ? judge(found.shift() ?? []) : match,
  );
}

function judge(candidates: readonly Candidate[]): FilmMatch {
  const [best] = candidates;
  if (best === undefined || best.confidence < LIKELY) return UNKNOWN;
  if (best.confidence >= SURE) return { kind: 'found', ...best, by: 'title' };
  const worth = candidates.filter(({ confidence }) => confidence >= WORTH_NAMING);
  return { kind: 'unsure', candidates: worth.slice(0, MOST_CANDIDATES), by: 'title' };
}

async function indexOf(knownFilms: KnownFilms): Promise<TitleIndex> {
  const builder = titleIndexBuilder();
  for (let after: MovieId | null = null; ; ) {
    const films = await knownFilms.page(after, FILMS_A_PAGE);
    builder.add(films);
    const last = films.at(-1);
    if (last === undefined) return builder.build();
    after = last.id;
  }
}
