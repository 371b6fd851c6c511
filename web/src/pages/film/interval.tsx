import { useTranslation } from 'react-i18next';
import { starsText } from '../../numbers.ts';
import { placeOf } from '../../ui/histogram.tsx';

const percent = (stars: number) => `${placeOf(stars) * 100}%`;

type Props = { text: string; stars: number; low: number; high: number; mine: number | null };

/** Where the score very likely lies, under the bars of all stars, with mine beside it. */
export function Interval({ text, stars, low, high, mine }: Props) {
  return (
    <svg role="img" aria-label={text} className="mt-1 block h-5 w-full overflow-visible">
      <line x1="0" x2="100%" y1="10" y2="10" className="stroke-line" strokeWidth="2" />
      <line
        x1={percent(low)}
        x2={percent(high)}
        y1="10"
        y2="10"
        className="stroke-star"
        strokeWidth="8"
        strokeLinecap="round"
        opacity="0.55"
      />
      <circle cx={percent(stars)} cy="10" r="6" className="fill-star" />
      {mine !== null && (
        <circle
          cx={percent(mine)}
          cy="10"
          r="5"
          className="fill-surface stroke-ink"
          strokeWidth="2"
        />
      )}
    </svg>
  );
}

/** The interval in words, and which mark is mine. */
export function Legend({ text, mine }: { text: string | null; mine: number | null }) {
  const { t } = useTranslation('film');
  return (
    <p className="figures mt-2 flex flex-wrap justify-between gap-x-4 text-sm text-faint">
      <span>{text}</span>
      {mine !== null && (
        <span className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-full border-2 border-ink" aria-hidden="true" />
          {t('yours', { stars: starsText(mine) })}
        </span>
      )}
    </p>
  );
}
