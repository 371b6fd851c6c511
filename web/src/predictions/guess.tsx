import { useTranslation } from 'react-i18next';
import type { Shape } from '../api.ts';
import { scoreText } from '../numbers.ts';

/** Predicted stars, and how far off they may be: `3.9 ± 0.7`. `large` where there is nothing beside it. */
export function Guess({
  prediction: { stars, low, high },
  large = false,
}: {
  prediction: Shape<'Prediction'>;
  large?: boolean;
}) {
  const { t } = useTranslation('predictions');
  // One end may be held to the scale; the other is as far away as both would be.
  const half = Math.max(stars - low, high - stars);
  return (
    <span className="figures whitespace-nowrap">
      <span className={`font-extrabold tracking-tight ${large ? 'text-5xl' : 'text-xl'}`}>
        {scoreText(stars)}
      </span>{' '}
      <span className={`text-soft ${large ? 'text-lg' : 'text-sm'}`}>
        {t('plusMinus', { stars: scoreText(half) })}
      </span>
    </span>
  );
}
