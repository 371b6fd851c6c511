import type { MovieId } from '../movies/movie.js';
import type { KnownFilms } from './known-films.js';
import type { Clue } from './likeness.js';
import type { FilmMatch, FilmMatcher } from './match-films.js';

/** More would take more memory than imports may. Those that come later are looked for each time. */
const MOST_REMEMBERED = 60_000;

/** Looks once for what is told in the same words: a diary tells each film of the ratings again. */
export function rememberedMatches(
  { match }: FilmMatcher,
  knownFilms: Pick<KnownFilms, 'present'>,
): FilmMatcher {
  const known = new Map<string, FilmMatch>();
  return {
    async match(clues) {
      const keys = clues.map(keyOf);
      const before = new Map(keys.flatMap((key) => entryOf(known, key)));
      // One that was removed, or has become one with another, is looked for again.
      const present = await knownFilms.present([...before.values()].flatMap(moviesOf));
      for (const [key, found] of before) {
        if (!moviesOf(found).every((id) => present.has(id))) before.delete(key);
      }
      const rest = new Map(clues.map((clue, i) => [keys[i] as string, clue]));
      for (const key of before.keys()) rest.delete(key);
      const matches = await match([...rest.values()]);
      for (const [i, key] of [...rest.keys()].entries()) {
        const found = matches[i] as FilmMatch;
        before.set(key, found);
        if (known.size < MOST_REMEMBERED || known.has(key)) known.set(key, found);
      }
      return keys.map((key) => before.get(key) as FilmMatch);
    },
  };
}

function entryOf(known: ReadonlyMap<string, FilmMatch>, key: string): [string, FilmMatch][] {
  const found = known.get(key);
  return found === undefined ? [] : [[key, found]];
}

/** Mostly title and year are all that is told, and the rest would be half of the key. */
function keyOf({ title, originalTitle, year, releaseDate, directors, ids, ours }: Clue): string {
  const { imdb, tmdb, wikidata } = ids;
  const rest = [originalTitle, releaseDate, imdb, tmdb, wikidata, ours ?? null];
  const isMore = directors.length > 0 || rest.some((value) => value !== null);
  return JSON.stringify(isMore ? [title, year, directors, ...rest] : [title, year]);
}

function moviesOf(match: FilmMatch): MovieId[] {
  if (match.kind === 'found') return [match.movieId];
  return match.kind === 'unsure' ? match.candidates.map(({ movieId }) => movieId) : [];
}
