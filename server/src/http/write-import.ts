import type { Static } from '@fastify/type-provider-typebox';
import type { Wish } from '../imports/entry.js';
import type { FilmHistory } from '../imports/history.js';
import { type Import, type ImportFile, type ImportRow, openQuestions } from '../imports/import.js';
import type { KnownFilm } from '../imports/likeness.js';
import { starsOfScore } from '../imports/scale.js';
import type { MovieId } from '../movies/movie.js';
import type { Store } from '../ports.js';
import { writeStars } from '../ratings/stars.js';
import type * as shapes from './import-shapes.js';
import { time, timeOrNull } from './write.js';

/** A review may be a page long, and a list has a hundred of them. */
const LONGEST_TEXT = 500;

export function writeImport(one: Import): Static<typeof shapes.Import> {
  const { userId, files, done, total, kept, cursor, createdAt, updatedAt, ...rest } = one;
  return {
    ...rest,
    files: files.map(({ known, ...file }) => ({
      ...file,
      service: known?.service ?? null,
      part: known?.part ?? null,
    })),
    questions: openQuestions(files).map(({ name, scales }) => ({ file: name, scales })),
    progress: { done, total },
    changedSince: kept,
    createdAt: time(createdAt),
    updatedAt: time(updatedAt),
  };
}

/** Rows, with the movies that they name and what the user gives those. */
export async function writeRows(
  { knownFilms, histories }: Pick<Store, 'knownFilms' | 'histories'>,
  { userId, files }: Import,
  rows: readonly ImportRow[],
): Promise<Static<typeof shapes.ImportRow>[]> {
  const found = rows.flatMap(({ movieId }) => movieId ?? []);
  const candidates = rows.flatMap((row) => row.candidates.map(({ movieId }) => movieId));
  const films = await knownFilms.describe([...new Set([...found, ...candidates])]);
  const byId = new Map(films.map((film) => [film.id, film]));
  const mine = await histories.read(userId, [...new Set(found)]);
  return rows.map((row) => writeRow(row, files[row.file], byId, mine));
}

function writeRow(
  row: ImportRow,
  file: ImportFile | undefined,
  films: ReadonlyMap<MovieId, KnownFilm>,
  histories: ReadonlyMap<MovieId, FilmHistory>,
): Static<typeof shapes.ImportRow> {
  const { key, wishes, film, movieId, candidates, ...rest } = row;
  const { genres, runtimeMinutes, ...clue } = film;
  const movie = movieId === null ? undefined : films.get(movieId);
  const rating = (movieId !== null && histories.get(movieId)?.rating) || null;
  return {
    ...rest,
    file: file?.name ?? '',
    film: clue,
    said: wishes.map((wish) => writeWish(wish, file)),
    movie: movie === undefined ? null : writeFilm(movie),
    creates: movieId === null && key !== '',
    candidates: candidates.flatMap(({ movieId, confidence }) => {
      const candidate = films.get(movieId);
      return candidate === undefined ? [] : { movie: writeFilm(candidate), confidence };
    }),
    mine: rating && {
      stars: writeStars(rating.stars),
      ratedAt: time(rating.ratedAt),
      note: rating.note,
    },
  };
}

function writeFilm({ id, title, originalTitle, year, directors }: KnownFilm) {
  return { id, title, originalTitle, year, directors: [...directors] };
}

function writeWish(wish: Wish, file: ImportFile | undefined) {
  const said = { kind: wish.kind, score: null, stars: null, watchedOn: null, text: null };
  const nothing = { ...said, at: null, rewatch: false, tags: [] };
  switch (wish.kind) {
    case 'rating':
      return {
        ...nothing,
        ...writeScore(wish.score, file),
        at: timeOrNull(wish.ratedAt),
        text: beginning(wish.note),
      };
    case 'viewing': {
      const { watchedOn, rewatch, tags, loggedAt, review } = wish;
      const text = beginning(review);
      const at = timeOrNull(loggedAt);
      return { ...nothing, ...writeScore(wish.score, file), at, watchedOn, rewatch, tags, text };
    }
    default:
      return { ...nothing, at: timeOrNull(wish.addedAt) };
  }
}

function writeScore(score: number | null, file: ImportFile | undefined) {
  const scale = file?.scale ?? null;
  if (score === null || scale === null) return { score, stars: null };
  return { score, stars: writeStars(starsOfScore(score, scale).stars) };
}

function beginning(text: string | null): string | null {
  return text?.slice(0, LONGEST_TEXT).toWellFormed() ?? null;
}
