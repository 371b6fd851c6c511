import { type Static, Type } from '@fastify/type-provider-typebox';
import pLimit from 'p-limit';
import type { MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import { parseMovieReference } from '../movies/reference.js';
import type { Store } from '../ports.js';
import { fail, Refusal } from '../problem.js';
import { rateMovie } from '../ratings/rate-movie.js';
import type { UserId } from '../users/user.js';
import { type Api, BASE, type Services } from './api.js';
import { problemOf } from './framework-problems.js';
import { viewerOf } from './guard.js';
import { bringIn, MovieName, readReference } from './named-movie.js';
import { once, onceHeaders } from './once.js';
import { describe } from './problems.js';
import { ratingBody } from './rating-body.js';
import { ref } from './shape-parts.js';
import { BatchResult, refusals } from './shapes.js';
import { strictAjv, validator } from './validation.js';
import { writeRating } from './write.js';

const MOST_ITEMS = 500;
const FILMS_AT_ONCE = 5;
/** As many as there may be, each with its longest note. */
const BODY_LIMIT = 24 * 1024 * 1024;

const Item = Type.Union([
  Type.Object({ movie: MovieName, ...ratingBody }, { additionalProperties: false }),
  Type.Object({ movie: MovieName, remove: Type.Literal(true) }, { additionalProperties: false }),
]);
const [PutItem, RemoveItem] = Item.anyOf;

export function batchRoutes(app: Api, services: Services): void {
  const doOnce = once(services);

  app.post(
    `${BASE}/users/me/ratings/batch`,
    {
      config: { who: ['VIEWER'] },
      bodyLimit: BODY_LIMIT,
      schema: {
        operationId: 'batchRatings',
        tags: ['ratings'],
        summary: 'Many ratings at once',
        description: 'Each item has its own result, in order; all valid ones are stored, together.',
        headers: onceHeaders,
        // An item that is wrong spoils its own result only: they are checked one by one.
        body: Type.Object(
          {
            items: Type.Array(
              Type.Unsafe<unknown>({
                description: '{ movie, stars, ratedAt?, note? } or { movie, remove: true }',
              }),
              {
                maxItems: MOST_ITEMS,
                examples: [[{ movie: 'imdb:tt0111161', stars: 4.5 }]],
              },
            ),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({ results: Type.Array(ref(BatchResult)) }),
          ...refusals(400, 401, 403, 409, 413, 415, 422, 429),
        },
      },
    },
    async (request, reply) => {
      // Before the transaction: nobody else waits for films from outside.
      const films = await bringInFilms(services, request.body.items);
      let written: Applied['written'] | null = null;
      const done = await doOnce(request, reply, async (store) => {
        const userId = viewerOf(request).user.id;
        const applied = await store.atomically((tx) =>
          applyAll(tx, services, userId, request, films),
        );
        written = applied.written;
        return { status: 200, body: { results: applied.results } };
      });
      // Only now, for what lost a race is done again.
      if (written !== null) {
        services.metrics.ratingsWritten(written);
        services.ratingsChanged();
      }
      return done;
    },
  );
}

/** What became of the films to be rated, by the name the batch has for each. */
type Films = ReadonlyMap<string, MovieId | Refusal>;

/** Brings in the films to be rated that are not yet ours. */
async function bringInFilms(services: Services, items: unknown[]): Promise<Films> {
  const films = new Map<string, MovieId | Refusal>();
  if (services.outside === null) return films;
  const names = new Set(items.filter((item) => isPut(item)).map(({ movie }) => String(movie)));
  const limit = pLimit(FILMS_AT_ONCE);
  await Promise.all(
    [...names].map((name) =>
      limit(async () => {
        const reference = parseMovieReference(name);
        try {
          const movieId = reference && (await bringIn(services, reference));
          if (movieId !== null) films.set(name, movieId);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          films.set(name, error);
        }
      }),
    ),
  );
  return films;
}

type Result = Static<typeof BatchResult>;
type Batch = { id: string; body: { items: unknown[] } };
type Applied = { results: Result[]; written: { put: number; removed: number } };

/**
 * The results are in the order of the items. They are applied in the order of their movies: two batches of the same
 * movies then wait for each other at the first of them, and never each for what the other has.
 */
async function applyAll(
  tx: Store,
  services: Services,
  userId: UserId,
  { id, body }: Batch,
  films: Films,
): Promise<Applied> {
  const results: Result[] = [];
  const written = { put: 0, removed: 0 };
  const found: { place: number; movieId: MovieId; wish: Static<typeof Item> }[] = [];
  for (const [place, item] of body.items.entries()) {
    const refused = await resultOf(id, async () => {
      check(item);
      const wish = item as Static<typeof Item>;
      found.push({ place, wish, movieId: await movieOf(tx.movies, wish.movie, films) });
    });
    if (refused) results[place] = refused;
  }
  found.sort((one, other) => one.movieId - other.movieId);
  for (const { place, movieId, wish } of found) {
    results[place] = await resultOf(id, () => apply(tx, services, userId, movieId, wish, written));
  }
  return { results, written };
}

/** Only refusals of the item become results; whatever else goes wrong undoes the batch. */
async function resultOf<Nothing>(
  requestId: string,
  work: () => Promise<Result | Nothing>,
): Promise<Result | Nothing> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.kind === 'unavailable') throw error;
    const { document } = describe(error.problem, requestId);
    return { status: document.status, problem: document };
  }
}

const isPut = validator<Static<typeof PutItem>>(strictAjv, PutItem);
const isRemoval = validator(strictAjv, RemoveItem);

function check(item: unknown): void {
  const removes = typeof item === 'object' && item !== null && 'remove' in item;
  const fits = removes ? isRemoval : isPut;
  if (fits(item)) return;
  const problem = problemOf({ validation: fits.errors, validationContext: 'body' });
  if (problem !== null) fail(problem);
}

async function apply(
  { ratings, movies }: Store,
  { now }: Services,
  userId: UserId,
  movieId: MovieId,
  wish: Static<typeof Item>,
  written: Applied['written'],
): Promise<Result> {
  if ('remove' in wish) {
    written.removed += Number(await ratings.remove(userId, movieId, now()));
    return { status: 204 };
  }
  const { stars, ratedAt, note } = wish;
  const { rating, created } = await rateMovie(
    { ratings, movies, now },
    { userId, movieId, stars, ratedAt, note },
  );
  written.put += 1;
  return { status: created ? 201 : 200, rating: writeRating(rating) };
}

async function movieOf(movies: Movies, name: number | string, films: Films): Promise<MovieId> {
  const reference = readReference(name, { pointer: '#/movie', in: 'body' });
  const film = films.get(String(name)) ?? null;
  if (film instanceof Refusal) throw film;
  return film ?? (await movies.resolve(reference)) ?? fail({ kind: 'movie-not-found' });
}
