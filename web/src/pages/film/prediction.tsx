import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, type Shape } from '../../api.ts';
import { useIsStored, useMyCount, useMyStars } from '../../mine/mine.ts';
import { number, scoreText, starsText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { FEWEST_FOR_TASTE } from '../../predictions/fewest.ts';
import { Guess } from '../../predictions/guess.tsx';
import { Reasons } from '../../predictions/reasons.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';
import { Interval, Legend } from './interval.tsx';

type Props = {
  name: string;
  /** While I am about to give stars: what is seen then leads them. */
  isRating: boolean;
};

/** What I would give a film: once I have, beside what I gave; before, only if I ask for it. */
export function Prediction({ name, isRating }: Props) {
  const { t } = useTranslation('predictions');
  const [isAsked, setAsked] = useState(false);
  const mine = useMyStars(name);
  const isRated = useIsStored(name) && mine !== null;
  const left = FEWEST_FOR_TASTE - useMyCount();
  if (left > 0) {
    return (
      <p className="mt-5 border-t border-line pt-4 text-sm text-soft">
        {t('toGo', { count: left })}{' '}
        <Link href={pathTo('/rapid')} className="font-semibold text-star-text hover:underline">
          {t('rateFilms')}
        </Link>
      </p>
    );
  }
  return (
    <div className="mt-5 border-t border-line pt-4">
      <h2 className="text-sm font-semibold">{t('guess')}</h2>
      {isRated || isAsked ? (
        <div className="relative">
          <div className={isRating ? 'invisible' : ''}>
            <Told name={name} mine={isRated ? mine : null} />
          </div>
          {isRating && <p className="absolute inset-x-0 top-2 text-faint">{t('guessCovered')}</p>}
        </div>
      ) : (
        <div className="mt-1 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="text-sm text-soft">{t('guessHidden')}</p>
          <button type="button" className="button-quiet" onClick={() => setAsked(true)}>
            {t('guessAsk')}
          </button>
        </div>
      )}
    </div>
  );
}

function Told({ name, mine }: { name: string; mine: number | null }) {
  const { t, i18n } = useTranslation('predictions');
  const { data, error, refetch } = api.useQuery(
    'get',
    '/api/v1/users/me/predictions/{movie}',
    { params: { path: { movie: name } } },
    { staleTime: 0 },
  );
  if (error) return <Problem error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeleton className="mt-2 h-32 w-full" />;
  const { prediction, parts, reasons } = data;
  if (prediction === null) return <p className="mt-2 text-sm text-soft">{t('noModel')}</p>;
  const explanation = data.explanation[i18n.language === 'es' ? 'es' : 'en'];
  return (
    <>
      <Figures prediction={prediction} mine={mine} />
      {parts !== null && (
        <details className="group mt-3">
          <summary className="inline-flex min-h-11 items-center rounded-lg text-sm font-medium text-soft hover:text-ink">
            {t('why')}
            <ChevronDown
              className="ml-1 size-4 transition-transform group-open:rotate-180"
              aria-hidden="true"
            />
          </summary>
          <div className="max-w-prose">
            {/* They speak of what is to come. */}
            {mine === null &&
              explanation.map((sentence) => (
                <p key={sentence} className="mt-1 text-sm leading-relaxed text-soft">
                  {sentence}
                </p>
              ))}
            <Reasons parts={parts} reasons={reasons} />
            <p className="mt-4 flex flex-wrap gap-x-6 gap-y-2 text-sm">
              <a
                href="/methods/predictions-1"
                className="underline decoration-line underline-offset-4 hover:decoration-star"
              >
                {t('method')}
              </a>
              <Link
                href={pathTo('/quality')}
                className="underline decoration-line underline-offset-4 hover:decoration-star"
              >
                {t('quality')}
              </Link>
            </p>
          </div>
        </details>
      )}
    </>
  );
}

function Figures({ prediction, mine }: { prediction: Shape<'Prediction'>; mine: number | null }) {
  const { t } = useTranslation('predictions');
  const { stars, low, high, like } = prediction;
  const interval = t('interval', { low: scoreText(low), high: scoreText(high) });
  const percent = number(like, { style: 'percent' });
  return (
    <div className="mt-2 grid items-center gap-x-10 gap-y-4 lg:grid-cols-[auto_minmax(0,1fr)]">
      <Guess prediction={prediction} large />
      <div className="min-w-0">
        <p className="text-sm text-soft">
          {mine === null ? t('guessing') : t('guessed', { stars: starsText(mine) })}{' '}
          {t('like', { percent })}
        </p>
        <Interval text={interval} stars={stars} low={low} high={high} mine={mine} />
        <Legend text={interval} mine={mine} />
      </div>
    </div>
  );
}
