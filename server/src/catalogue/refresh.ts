import type { Movie, MovieId } from '../movies/movie.js';
import { Refusal } from '../problem.js';
import type { BringInStore } from './bring-in.js';
import { isWholeStill, learn, learnAnew } from './learn.js';
import type { OutsideCatalogue } from './outside.js';

const WEEK_MS = 7 * 24 * 60 * 60_000;
/** One that could not be refreshed, or had no need to be, is left in peace for so long. */
const PAUSE_MS = 60 * 60_000;
const MOST_AT_ONCE = 2;

type Needs = {
  store: BringInStore & { atomically<T>(work: (store: BringInStore) => Promise<T>): Promise<T> };
  outside: Pick<OutsideCatalogue, 'film'>;
  now: () => number;
  onBroken: (error: unknown) => void;
};

type Looked = Pick<Movie, 'id' | 'ids'>;

export type Refresher = {
  /** Somebody looked at a movie: if what it has from outside is old, it is fetched anew in the background. */
  lookedAt(movie: Looked): void;

  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
};

/** Keeps movies from outside young: no older than a week when they are looked at. A failure leaves them as they are. */
export function refresher(needs: Needs): Refresher {
  const underWay = new Map<MovieId, Promise<void>>();
  const pausedUntil = new Map<MovieId, number>();

  const refresh = async (movie: Looked): Promise<void> => {
    try {
      await refreshOld(needs, movie);
    } catch (error) {
      if (!(error instanceof Refusal)) needs.onBroken(error);
    } finally {
      pausedUntil.set(movie.id, needs.now() + PAUSE_MS);
      underWay.delete(movie.id);
    }
  };

  return {
    lookedAt(movie) {
      if (movie.ids.tmdb === null || underWay.size >= MOST_AT_ONCE || underWay.has(movie.id))
        return;
      if ((pausedUntil.get(movie.id) ?? 0) > needs.now()) return;
      underWay.set(movie.id, refresh(movie));
    },
    idle: async () => void (await Promise.all(underWay.values())),
  };
}

async function refreshOld({ store, outside, now }: Needs, movie: Looked): Promise<void> {
  const fetched = await store.outsideFacts.find(movie.id);
  const tmdbId = movie.ids.tmdb;
  if (fetched === null || tmdbId === null || now() - fetched.fetchedAt < WEEK_MS) return;
  const film = await outside.film(tmdbId);
  if (film === null) return;
  await store.atomically(async ({ movies, outsideFacts }) => {
    const at = now();
    const current = await movies.lock(movie.id);
    if (current === null) return;
    // What somebody wrote since is theirs, from now on: only what is missing is taken then.
    const whole = isWholeStill(fetched, current);
    await (whole ? learnAnew : learn)(movies, current, film, at);
    await outsideFacts.mark(current.id, { fetchedAt: at, whole });
  });
}
