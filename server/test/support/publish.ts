import type { MovieId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { emptyTally } from '../../src/ratings/tally.js';
import { scoreJob } from '../../src/score-job.js';
import { UNLISTED } from '../../src/scores/chart-places.js';
import { METHOD } from '../../src/scores/method.js';
import { NO_MODEL } from '../../src/scores/model.js';
import type { Epoch, ScoreToPublish } from '../../src/scores/ports.js';
import { emptySums } from '../../src/scores/sums.js';
import { NOW } from './some.js';

/** More scores than any test has. */
export const ALL_SCORES = { fresh: 10_000, leaning: 10_000 };

/** Counts, estimates and publishes all that is due, as the service does beside requests. */
export async function publishAll(store: Pick<Store, 'scores'>, now = () => NOW): Promise<void> {
  const broken: unknown[] = [];
  const job = scoreJob({
    scores: store.scores,
    now,
    isOurs: async () => true,
    onBroken: (error) => void broken.push(error),
    quick: Number.POSITIVE_INFINITY,
  });
  await job.run(async () => true);
  await job.stop();
  if (broken.length > 0) throw broken[0];
}

/** An estimation of no ratings at all. */
export async function beginCounting(
  { scores }: Pick<Store, 'scores'>,
  more: Partial<Epoch> = {},
): Promise<Epoch> {
  const given = { method: METHOD, model: NO_MODEL, listing: { least: 0, gemVotes: 0 }, at: NOW };
  const epoch = await scores.begin(more.method ?? METHOD, NOW);
  const whole = { ...given, ...more, epoch };
  await scores.adopt(whole);
  return whole;
}

/** Publishes scores that were not worked out but given. */
export async function publishGiven(
  store: Pick<Store, 'scores'>,
  given: (Partial<ScoreToPublish> & { movieId: MovieId })[],
  at = NOW,
): Promise<void> {
  const { scores } = store;
  const { epoch } = (await scores.current()) ?? (await beginCounting(store));
  const movies = given.map(({ movieId }) => ({ movieId, prior: 3, effect: 0, sums: emptySums() }));
  await scores.write(epoch, { raters: [], movies });
  await scores.publish(ALL_SCORES, at, (owed) =>
    owed.map(({ movieId }) => ({
      score: null,
      histogram: emptyTally().histogram,
      charts: UNLISTED,
      popularity: 0,
      raised: null,
      continued: null,
      ...given.find((one) => one.movieId === movieId),
      movieId,
    })),
  );
}
