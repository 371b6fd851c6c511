import type { Outcomes, QualityBin, QualitySums } from './outcomes.js';
import type { KeptModel } from './ports.js';
import type { Predictor } from './predictor.js';

/** How right predictions were, in stars; null where there were none. `covered`: shares within those intervals. */
export type Accuracy = {
  count: number;
  rmse: number | null;
  mae: number | null;
  bias: number | null;
  filmMeanRmse: number | null;
  userBiasRmse: number | null;
  covered: { 50: number; 80: number; 90: number; 95: number } | null;
};

/** What was predicted in a bin, on average, and what came. */
export type Calibrated = { count: number; predicted: number; came: number };

export type Quality = Accuracy & {
  calibration: Calibrated[];
  liking: { brier: number | null; calibration: Calibrated[] };
  timeline: (Accuracy & { since: string })[];
  model: KeptModel | null;
};

type Needs = { outcomes: Pick<Outcomes, 'quality'>; predictor: Pick<Predictor, 'serving'> };

const MOST_SPANS = 120;
/** Sums are of thousandths, squares of millionths. */
const UNIT = 1000;

/** Every prediction made before a rating, beside the rating that came. */
export async function predictionQuality(
  { outcomes, predictor }: Needs,
  by: 'day' | 'month',
): Promise<Quality> {
  const { stars, liking, spans } = await outcomes.quality(by, MOST_SPANS);
  const liked = sumOf(liking);
  return {
    ...accuracyOf(sumOf(stars)),
    calibration: stars.map(calibratedOf),
    liking: {
      brier: liked.count === 0 ? null : liked.squares / liked.count / UNIT ** 2,
      calibration: liking.map(calibratedOf),
    },
    timeline: spans.map(({ since, ...sums }) => ({ since, ...accuracyOf(sums) })).reverse(),
    model: predictor.serving()?.kept ?? null,
  };
}

function accuracyOf(sums: QualitySums): Accuracy {
  const { count, within } = sums;
  const mean = (sum: number) => (count === 0 ? null : sum / count / UNIT);
  const root = (squares: number) => (count === 0 ? null : Math.sqrt(squares / count) / UNIT);
  return {
    count,
    rmse: root(sums.squares),
    mae: mean(sums.absolutes),
    bias: mean(sums.predicted - sums.came),
    filmMeanRmse: root(sums.filmSquares),
    userBiasRmse: root(sums.biasSquares),
    covered:
      count === 0
        ? null
        : {
            50: within[50] / count,
            80: within[80] / count,
            90: within[90] / count,
            95: within[95] / count,
          },
  };
}

function calibratedOf({ count, predicted, came }: QualityBin): Calibrated {
  return { count, predicted: predicted / count / UNIT, came: came / count / UNIT };
}

function sumOf(bins: readonly QualityBin[]): QualitySums {
  const sum = (of: (bin: QualityBin) => number) => bins.reduce((all, bin) => all + of(bin), 0);
  return {
    count: sum(({ count }) => count),
    predicted: sum(({ predicted }) => predicted),
    came: sum(({ came }) => came),
    absolutes: sum(({ absolutes }) => absolutes),
    squares: sum(({ squares }) => squares),
    filmSquares: sum(({ filmSquares }) => filmSquares),
    biasSquares: sum(({ biasSquares }) => biasSquares),
    within: {
      50: sum(({ within }) => within[50]),
      80: sum(({ within }) => within[80]),
      90: sum(({ within }) => within[90]),
      95: sum(({ within }) => within[95]),
    },
  };
}
