import type { FilmClue, Row, Service, Upload, Wish } from '../../src/imports/entry.js';

export function aClue(facts: Partial<FilmClue> = {}): FilmClue {
  return {
    title: 'Bullitt',
    originalTitle: null,
    year: null,
    releaseDate: null,
    directors: [],
    genres: [],
    runtimeMinutes: null,
    ...facts,
    ids: { imdb: null, tmdb: null, wikidata: null, ...facts.ids },
  };
}

type RatingWish = Extract<Wish, { kind: 'rating' }>;
type ViewingWish = Extract<Wish, { kind: 'viewing' }>;

export function aRating(score: number, more: Partial<RatingWish> = {}): RatingWish {
  return { kind: 'rating', score, ratedAt: null, note: null, ...more };
}

export function aViewing(watchedOn: string | null, more: Partial<ViewingWish> = {}): ViewingWish {
  return {
    kind: 'viewing',
    watchedOn,
    score: null,
    rewatch: false,
    tags: [],
    review: null,
    loggedAt: null,
    entry: null,
    ...more,
  };
}

/** An upload of files, each of films and what is said of them; a text says why a row is set aside. */
export function anUpload(
  files: Record<string, (readonly [FilmClue, ...Wish[]] | 'tv')[]>,
  service: Service = 'letterboxd',
): Upload {
  const rows = Object.entries(files).flatMap(([file, said]) =>
    said.map((row, i): Row => {
      const line = i + 2;
      if (row === 'tv') {
        const aside = { why: row, detail: null } as const;
        return { file, line, film: aClue(), wishes: [], aside };
      }
      const [film, ...wishes] = row;
      return { file, line, film, wishes, aside: null };
    }),
  );
  return {
    files: Object.keys(files).map((name) => ({ name, known: { service, part: 'everything' } })),
    rows: (async function* () {
      yield rows;
    })(),
  };
}
