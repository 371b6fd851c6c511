import { LONGEST_TITLE } from '../movies/movie.js';
import { firstOf } from './cells.js';
import type { AsideReason, FilmClue, Row, Wish } from './entry.js';

/** What a row says, before it has a place. */
export type Told = Pick<Row, 'film' | 'wishes' | 'aside'>;

type Viewing = Extract<Wish, { kind: 'viewing' }>;

export function filmClue(facts: Partial<FilmClue>): FilmClue {
  return {
    title: '',
    originalTitle: null,
    year: null,
    releaseDate: null,
    directors: [],
    genres: [],
    runtimeMinutes: null,
    ids: { imdb: null, tmdb: null, wikidata: null },
    ...facts,
  };
}

export function viewing(facts: Partial<Viewing>): Viewing {
  return {
    kind: 'viewing',
    watchedOn: null,
    score: null,
    rewatch: false,
    tags: [],
    review: null,
    loggedAt: null,
    entry: null,
    ...facts,
  };
}

/** A film and what is said of it; set aside where there is no film, or nothing said. */
export function tell(film: FilmClue, wishes: Wish[]): Told {
  const { imdb, tmdb, wikidata } = film.ids;
  if (firstOf(film.title, LONGEST_TITLE) !== film.title) {
    const detail = `The title is longer than ${LONGEST_TITLE} characters.`;
    return putAside({ ...film, title: firstOf(film.title, LONGEST_TITLE) }, 'malformed', detail);
  }
  if (film.title === '' && (imdb ?? tmdb ?? wikidata) === null) return putAside(film, 'no-title');
  if (wishes.length === 0) return putAside(film, 'nothing-said');
  return { film, wishes, aside: null };
}

export function putAside(film: FilmClue, why: AsideReason, detail: string | null = null): Told {
  return { film, wishes: [], aside: { why, detail } };
}
