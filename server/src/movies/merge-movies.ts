import { fail, failField } from '../problem.js';
import { checkMovie } from './check-movie.js';
import type { Movie, OutsideIds } from './movie.js';
import type { Movies } from './ports.js';
import { completed, retold } from './retell.js';

type Needs = { movies: Pick<Movies, 'merge'>; now: () => number };

/**
 * Makes one movie of two that are one film, as they were read: `into` stays, and learns what only the other knew. Two
 * that have different ids in an outside catalogue are different films.
 */
export async function mergeMovies(
  { movies, now }: Needs,
  from: Movie,
  into: Movie,
): Promise<Movie> {
  if (from.id === into.id) failField('into', 'itself', 'A movie cannot be merged into itself.');
  const ids = united(from.ids, into.ids);
  const wish = checkMovie({ ...completed(retold(into), retold(from)), ids });
  const merged = await movies.merge(from, into, wish, now());
  if (merged === 'gone') fail({ kind: 'movie-not-found' });
  if (merged === 'changed-meanwhile') fail({ kind: 'precondition-failed' });
  return merged.movie;
}

const SOURCES = ['tmdb', 'imdb', 'wikidata'] as const;

function united(from: OutsideIds, into: OutsideIds): OutsideIds {
  const differing = SOURCES.filter(
    (source) => from[source] !== null && into[source] !== null && from[source] !== into[source],
  );
  if (differing.length > 0) {
    const both = differing.map(
      (source) => `${source}:${from[source]} and ${source}:${into[source]}`,
    );
    fail({ kind: 'ids-differ', detail: `They are two films elsewhere: ${both.join(', ')}.` });
  }
  return {
    tmdb: into.tmdb ?? from.tmdb,
    imdb: into.imdb ?? from.imdb,
    wikidata: into.wikidata ?? from.wikidata,
  };
}
