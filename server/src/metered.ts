import type { KeptPopular, OutsideCatalogue } from './catalogue/outside.js';
import type { Metrics, OutsideOutcome } from './ports.js';
import { type Problem, Refusal } from './problem.js';

const OUTCOMES: Partial<Record<Problem['kind'], OutsideOutcome>> = {
  'outside-timeout': 'timeout',
  'outside-unavailable': 'unavailable',
  'outside-bad-answer': 'bad-answer',
};

/** The catalogue, with every call counted by what became of it. */
export function meteredOutside(
  outside: OutsideCatalogue,
  metrics: Pick<Metrics, 'outsideCalled'>,
): OutsideCatalogue {
  const metered = async <T>(calling: Promise<T>): Promise<T> => {
    try {
      const answer = await calling;
      metrics.outsideCalled('ok');
      return answer;
    } catch (error) {
      const kind = error instanceof Refusal ? OUTCOMES[error.problem.kind] : undefined;
      metrics.outsideCalled(kind ?? 'broken');
      throw error;
    }
  };
  return {
    popular: (request) => metered(outside.popular(request)),
    film: (tmdbId) => metered(outside.film(tmdbId)),
    tmdbIdOf: (imdbId) => metered(outside.tmdbIdOf(imdbId)),
    search: (request) => metered(outside.search(request)),
    close: () => outside.close(),
  };
}

/** The kept answers, each counted by where it came from. */
export function meteredPopular(
  kept: KeptPopular,
  metrics: Pick<Metrics, 'outsideAnswered'>,
): KeptPopular {
  return {
    freshSeconds: kept.freshSeconds,
    close: () => kept.close(),
    async popular(request) {
      const answer = await kept.popular(request);
      metrics.outsideAnswered(answer.from);
      return answer;
    },
  };
}
