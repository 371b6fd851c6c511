import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scoreQuery } from '../../api.ts';
import { useMyStars } from '../../mine/mine.ts';
import { number, scoreText } from '../../numbers.ts';
import { Histogram } from '../../ui/histogram.tsx';
import { useScoreHidden } from '../../ui/score-badge.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';
import { Interval, Legend } from './interval.tsx';
import { Timeline } from './timeline.tsx';
import { Why } from './why.tsx';

const places = { maximumFractionDigits: 2 };

/** The crowd's score, and what stands behind it. */
export function Score({ name }: { name: string }) {
  const { t } = useTranslation('film');
  const [isRevealed, setRevealed] = useState(false);
  // After the stars that reveal it are drawn.
  const isHidden = useDeferredValue(useScoreHidden(name)) && !isRevealed;
  // Also while it is hidden: it is there as soon as I have rated.
  useQuery(scoreQuery(name));
  return (
    <section aria-labelledby="score" className="panel mt-10">
      <h2 id="score" className="heading">
        {t('scoreTitle')}
      </h2>
      {isHidden ? (
        <div className="mt-3 flex flex-wrap items-center justify-between gap-4">
          <p className="text-soft">{t('scoreHidden')}</p>
          <button type="button" className="button-quiet" onClick={() => setRevealed(true)}>
            {t('reveal')}
          </button>
        </div>
      ) : (
        <Explained name={name} />
      )}
    </section>
  );
}

function Explained({ name }: { name: string }) {
  const { t } = useTranslation('film');
  const mine = useMyStars(name);
  const { data: score, error, refetch } = useQuery(scoreQuery(name));
  // In steps, between which the browser can do other things.
  const data = useDeferredValue(score);
  if (error) return <Problem error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeleton className="mt-4 h-72 w-full" />;
  const { stars, low, high, count, mean, histogram, confidence, timeline } = data;
  if (count === 0) {
    return (
      <p className="mt-3 text-soft">
        {t('noScore')}. {t('noScoreText')}
      </p>
    );
  }
  const interval =
    low === null || high === null
      ? null
      : t('interval', { low: number(low, places), high: number(high, places) });
  return (
    <>
      <div className="mt-4 grid items-center gap-x-12 gap-y-6 lg:grid-cols-[auto_1fr]">
        <div>
          <p className="figures">
            <span className="mr-1.5 text-6xl font-extrabold tracking-tight">
              {stars === null ? '–' : scoreText(stars)}
            </span>
            <span className="text-faint">{t('outOf')}</span>
          </p>
          <p className="figures mt-2 text-sm text-soft">
            {t('ratings', { count, shown: number(count) })}
            {mean !== null && <> · {t('plainMean', { mean: number(mean, places) })}</>}
          </p>
          {confidence !== null && (
            <p className="mt-0.5 text-sm text-faint">{t(`confidence_${confidence}`)}</p>
          )}
        </div>
        <div className="min-w-0">
          <Histogram counts={histogram} mine={mine}>
            {stars !== null && low !== null && high !== null && interval !== null && (
              <Interval text={interval} stars={stars} low={low} high={high} mine={mine} />
            )}
          </Histogram>
          <Legend text={interval} mine={mine} />
        </div>
      </div>
      <Why score={data} />
      {timeline.length > 1 && <Timeline days={timeline} />}
    </>
  );
}
