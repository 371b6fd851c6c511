import type { paths } from '@halfstar/client';
import type { Shape } from '../api.ts';

type Film = Shape<'Movie'>;
type NewFilm = paths['/api/v1/movies']['post']['requestBody']['content']['application/json'];
type FilmChange = NonNullable<
  paths['/api/v1/movies/{movie}']['patch']['requestBody']
>['content']['application/json'];

/** A film as the form has it: all as it is written, people one per line. */
export type Told = {
  title: string;
  originalTitle: string;
  year: string;
  releaseDate: string;
  runtimeMinutes: string;
  genres: readonly string[];
  directors: string;
  cast: string;
  overview: string;
  tmdb: string;
  imdb: string;
  wikidata: string;
};

export const NOTHING_TOLD: Told = {
  title: '',
  originalTitle: '',
  year: '',
  releaseDate: '',
  runtimeMinutes: '',
  genres: [],
  directors: '',
  cast: '',
  overview: '',
  tmdb: '',
  imdb: '',
  wikidata: '',
};

export function toldOf(film: Film): Told {
  const { directors, cast, genres, ids, ...facts } = film;
  const names = (people: Film['cast']) => people.map(({ name }) => name).join('\n');
  return {
    title: facts.title,
    originalTitle: facts.originalTitle ?? '',
    year: String(facts.year ?? ''),
    releaseDate: facts.releaseDate ?? '',
    runtimeMinutes: String(facts.runtimeMinutes ?? ''),
    genres,
    directors: names(directors),
    cast: names(cast),
    overview: facts.overview ?? '',
    tmdb: String(ids.tmdb ?? ''),
    imdb: ids.imdb ?? '',
    wikidata: ids.wikidata ?? '',
  };
}

/** What is told, in the words of the API; `known` are people who need not be made anew. */
export function factsOf(told: Told, known: readonly Shape<'Person'>[] = []) {
  const text = (value: string) => value.trim() || null;
  const whole = (value: string) => (value.trim() === '' ? null : Number(value));
  const people = (lines: string) =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((name) => {
        const person = known.find((one) => one.name === name);
        return person === undefined ? { name } : { id: person.id };
      });
  return {
    title: told.title.trim(),
    originalTitle: text(told.originalTitle),
    year: whole(told.year),
    releaseDate: text(told.releaseDate),
    runtimeMinutes: whole(told.runtimeMinutes),
    genres: [...told.genres],
    directors: people(told.directors),
    cast: people(told.cast),
    overview: text(told.overview),
    ids: { tmdb: whole(told.tmdb), imdb: text(told.imdb), wikidata: text(told.wikidata) },
  } satisfies NewFilm;
}

/** Only what is told otherwise than before; null when nothing is. */
export function changeOf(film: Film, told: Told): FilmChange | null {
  const known = [...film.directors, ...film.cast];
  const before = factsOf(toldOf(film), known);
  const after = factsOf(told, known);
  const changed = Object.entries(after).filter(
    ([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
  );
  return changed.length === 0 ? null : (Object.fromEntries(changed) as FilmChange);
}
