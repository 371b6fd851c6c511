import type { MovieId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { METHOD } from '../../src/scores/method.js';
import { NO_MODEL } from '../../src/scores/model.js';
import type { Charts, Epoch } from '../../src/scores/ports.js';
import { emptySums } from '../../src/scores/sums.js';
import { ALL_SCORES } from './publish.js';
import { NOW } from './some.js';

const NOWHERE: Charts = { best: null, divisive: null, gem: null, rising: null };

/** A movie's places on charts, and how many ratings it has there. */
export type Charted = { movieId: MovieId; count: number } & Partial<Charts>;

/** An estimation that found nothing, by which scores can be published. */
export async function adoptNothing({ scores }: Pick<Store, 'scores'>): Promise<Epoch> {
  const epoch = {
    epoch: await scores.begin(METHOD, NOW),
    method: METHOD,
    model: NO_MODEL,
    listing: { least: 10, gemVotes: 0 },
    at: NOW,
  };
  await scores.adopt(epoch);
  return epoch;
}

/** Publishes scores with these places, whatever the ratings are; nobody else publishes meanwhile. */
export function publishCharts(store: Store, charted: readonly Charted[]): Promise<void> {
  return store.atomically(async (tx) => {
    const { epoch } = await adoptNothing(tx);
    const movies = charted.map(({ movieId }) => ({
      movieId,
      prior: 3,
      effect: 0,
      sums: emptySums(),
    }));
    await tx.scores.write(epoch, { raters: [], movies });
    await tx.scores.publish(ALL_SCORES, NOW, () =>
      charted.map(({ movieId, count, ...places }) => ({
        movieId,
        score: { stars: 3, count, mean: 3, low: 2, high: 4 },
        histogram: [],
        charts: { ...NOWHERE, ...places },
        popularity: 0,
        raised: null,
        continued: null,
      })),
    );
  });
}
