/** A film as TMDB tells it: whatever of it may be missing or wrong. */
export type TmdbFilm = Record<string, unknown> & { id: number; title: string };

type Facts = Partial<TmdbFilm> & {
  directors?: string[];
  cast?: string[];
  wikidata?: string | null;
};

/** A film that never was, in the shape of TMDB's details. */
export function tmdbFilm({
  directors = [],
  cast = [],
  wikidata = null,
  ...facts
}: Facts = {}): TmdbFilm {
  const id = facts.id ?? 900_001;
  const title = facts.title ?? `Invented Film ${id}`;
  const film = {
    id,
    title,
    original_title: title,
    original_language: 'en',
    adult: false,
    video: false,
    release_date: '2019-05-17',
    poster_path: `/poster${id}.jpg`,
    backdrop_path: null,
    overview: `What happens in ${title}.`,
    popularity: 1000 / id,
    vote_average: 7,
    vote_count: 12,
    runtime: 101,
    genres: [
      { id: 18, name: 'Drama' },
      { id: 878, name: 'Science Fiction' },
    ],
    imdb_id: null,
    ...facts,
    credits: {
      cast: cast.map((name, order) => ({ id: 1000 + order, name, order, character: '' })),
      crew: directors.map((name, n) => ({ id: 2000 + n, name, job: 'Director' })),
    },
  };
  return { ...film, external_ids: { imdb_id: film.imdb_id, wikidata_id: wikidata } };
}

/** So many invented films, the most popular first: `tmdb:900001`, `tmdb:900002`, … */
export function inventedFilms(count = 45): TmdbFilm[] {
  return Array.from({ length: count }, (_, i) =>
    tmdbFilm({
      id: 900_001 + i,
      imdb_id: `tt99${String(i).padStart(5, '0')}`,
      release_date: `20${String(i % 25).padStart(2, '0')}-03-0${1 + (i % 9)}`,
      directors: [`Director ${i}`],
      cast: [`Lead ${i}`, `Second ${i}`],
    }),
  );
}

/** As it stands in a list: without what only the details tell. */
export function listed(film: TmdbFilm): Record<string, unknown> {
  const { runtime, genres, imdb_id, credits, external_ids, ...short } = film;
  return { ...short, genre_ids: [18, 878] };
}
