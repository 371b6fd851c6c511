import type { Brand } from '../brand.js';
import type { PublishedScore } from '../scores/score.js';
import type { UserId } from '../users/user.js';

export type MovieId = Brand<number, 'MovieId'>;
export type PersonId = Brand<number, 'PersonId'>;

export const LONGEST_TITLE = 500;
export const LONGEST_OVERVIEW = 10_000;
export const LONGEST_NAME = 200;
/** The Passage de Venus of 1874 is the oldest thing anyone calls a film. */
export const FIRST_YEAR = 1874;
export const LAST_YEAR = 2100;
export const LONGEST_RUNTIME_MINUTES = 60_000;
export const MOST_GENRES = 20;
export const MOST_CREDITS = 100;

export type Person = { id: PersonId; name: string };

/** Ids in outside catalogues: `603`, `tt0133093`, `Q83495`. */
export type OutsideIds = { tmdb: string | null; imdb: string | null; wikidata: string | null };
export type OutsideSource = keyof OutsideIds;

/** What is known of a film. `releaseDate` is `YYYY-MM-DD`, and null when only the year is known. */
export type MovieFacts = {
  title: string;
  originalTitle: string | null;
  year: number | null;
  releaseDate: string | null;
  runtimeMinutes: number | null;
  overview: string | null;
  posterUrl: string | null;
};

export type Movie = MovieFacts & {
  id: MovieId;
  genres: readonly string[];
  directors: readonly Person[];
  cast: readonly Person[];
  ids: Readonly<OutsideIds>;
  score: PublishedScore | null;
  createdBy: UserId | null;
  createdAt: number;
  updatedAt: number;
  version: number;
};

/** Tells two states of one movie apart: its facts have a version, its score does not. */
export type MovieVersion = Pick<Movie, 'id' | 'version' | 'score'>;

/** A person by name, or one of ours by id. */
export type PersonWish = { name: string } | { id: PersonId };

/** A movie as someone tells it. */
export type MovieWish = MovieFacts & {
  genres: readonly string[];
  directors: readonly PersonWish[];
  cast: readonly PersonWish[];
  ids: Readonly<OutsideIds>;
};

/** What is to be otherwise; what is not named stays. */
export type MovieChange = Partial<Omit<MovieWish, 'ids'>> & { ids?: Partial<OutsideIds> };
