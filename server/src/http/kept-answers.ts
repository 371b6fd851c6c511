import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Movie } from '../movies/movie.js';
import type { Api } from './api.js';

const MOST_FRESH = 2000;
const MOST_LAST = 200;
const MOST_BYTES = 16 * 1024 * 1024;
/** A hundred films with all their facts fit in. */
const LARGEST_BYTES = 1024 * 1024;
/** In memory, a letter beyond Latin makes a text twice as long; it is kept as bytes as well, and compressed. */
const BYTES_A_LETTER = 4;

/** What a movie's own page shows, and the mark of it that was read before it was made. */
export type Shown = { movie: Pick<Movie, 'id' | 'ids'>; etag: string };

/** An answer of the catalogue as it was sent to who did not say who they are. */
export type KeptAnswer = {
  payload: string;
  headers: Record<string, string>;
  /** When it was read. */
  madeAt: number;
  /** Until when nobody has seen that it is otherwise. */
  at: number;
  /** What was committed when it was made; null when nobody knows. */
  mark: string | null;
  shown: Shown | null;
  /** As UTF-8, once it was sent again. */
  bytes: Buffer | null;
  /** Compressed, once somebody wanted it so. */
  packed: Buffer | null;
};

/** By address: those that are sent again while nothing changes, and the last, which stand in while nothing can be read. */
export type KeptAnswers = Record<'fresh' | 'last', LRUCache<string, KeptAnswer>>;

export function keptAnswers(): KeptAnswers {
  return { fresh: some(MOST_FRESH), last: some(MOST_LAST) };
}

function some(max: number): LRUCache<string, KeptAnswer> {
  return new LRUCache<string, KeptAnswer>({
    max,
    maxSize: MOST_BYTES,
    maxEntrySize: LARGEST_BYTES,
    sizeCalculation: ({ payload }, url) => (payload.length + url.length) * BYTES_A_LETTER,
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What was committed before anything was read for the answer; null when nobody asked. */
    mark: string | null;
    shown: Shown | null;
    /** What is being sent. */
    kept: KeptAnswer | null;
  }
}

/** Before any plugin: those that are registered earlier would not have it. */
export function decorateKept(app: Api): void {
  app.decorateRequest('mark', null);
  app.decorateRequest('shown', null);
  app.decorateRequest('kept', null);
}

/** Says which movie the answer shows, for an answer that is told by its movie alone. */
export function shows(request: FastifyRequest, movie: Movie, etag: string): void {
  request.shown = { movie: { id: movie.id, ids: movie.ids }, etag };
}
