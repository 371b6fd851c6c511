import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Shape } from '../../api.ts';
import { number, scoreText, starsText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { Panel } from './panel.tsx';
import { Track } from './track.tsx';

type Crowd = Shape<'Statistics'>['crowd'];
type Film = Crowd['higher'][number];

/** Differences that nobody would feel are none. */
const SAME = 0.05;
const places = { maximumFractionDigits: 1 };

/** How this taste lies beside everyone else's. */
export function Crowd({ compared, meanDifference, agreement, correlation, higher, lower }: Crowd) {
  const { t } = useTranslation('person');
  if (compared === 0 || agreement === null || meanDifference === null) {
    return (
      <Panel title={t('crowd')}>
        <p className="text-soft">{t('crowdNone')}</p>
      </Panel>
    );
  }
  const stars = number(Math.abs(meanDifference), places);
  return (
    <Panel title={t('crowd')}>
      <div className="flex items-center gap-5">
        <Ring share={agreement} />
        <div className="min-w-0 space-y-1">
          <p className="font-semibold">{t('agreement')}</p>
          <p className="text-sm text-soft">
            {Math.abs(meanDifference) < SAME
              ? t('same')
              : t(meanDifference < 0 ? 'stricter' : 'milder', { stars })}
          </p>
          {correlation !== null && (
            <p className="text-sm text-soft">{t(`correlation_${tasteOf(correlation)}`)}</p>
          )}
          <p className="text-sm text-faint">
            {t('compared', { count: compared, shown: number(compared) })}
          </p>
        </div>
      </div>
      <div className="mt-6 grid gap-6 sm:grid-cols-2">
        <Apart title={t('higher')} films={higher.filter((one) => one.stars > one.othersMean)} />
        <Apart title={t('lower')} films={lower.filter((one) => one.stars < one.othersMean)} />
      </div>
    </Panel>
  );
}

function tasteOf(correlation: number): 'high' | 'some' | 'none' | 'opposite' {
  if (correlation >= 0.6) return 'high';
  if (correlation >= 0.25) return 'some';
  return correlation > -0.25 ? 'none' : 'opposite';
}

function Ring({ share }: { share: number }) {
  return (
    <div className="relative shrink-0">
      <svg viewBox="0 0 100 100" className="size-24 -rotate-90" aria-hidden="true">
        <circle cx="50" cy="50" r="42" fill="none" strokeWidth="11" className="stroke-raised" />
        <circle
          cx="50"
          cy="50"
          r="42"
          fill="none"
          strokeWidth="11"
          pathLength="1"
          strokeDasharray={`${share} 2`}
          className="stroke-star"
        />
      </svg>
      <p className="figures absolute inset-0 grid place-items-center text-xl font-bold tracking-tight">
        {number(share, { style: 'percent', maximumFractionDigits: 0 })}
      </p>
    </div>
  );
}

function Apart({ title, films }: { title: string; films: readonly Film[] }) {
  const { t } = useTranslation('person');
  if (films.length === 0) return null;
  return (
    <div>
      <h3 className="text-sm font-semibold">{title}</h3>
      <p className="mt-1 flex justify-between text-xs text-faint" aria-hidden="true">
        {t('film')}
        <span>
          {t('mine')} · {t('others')}
        </span>
      </p>
      <ul className="mt-3 space-y-3 text-sm">
        {films.map(({ movieId, title, year, stars, othersMean }) => (
          <li key={movieId}>
            <div className="flex items-baseline justify-between gap-3">
              <Link
                href={pathTo('/film/:movie', { movie: movieId })}
                className="min-w-0 rounded font-medium wrap-anywhere hover:underline"
                dir="auto"
              >
                {title} <span className="figures text-faint">{year}</span>
              </Link>
              <span className="figures shrink-0 text-soft">
                <span className="sr-only">
                  {t('versus', { stars: starsText(stars), others: scoreText(othersMean) })}
                </span>
                <span aria-hidden="true">
                  <span className="font-semibold text-star-text">{starsText(stars)}</span>
                  {' · '}
                  {scoreText(othersMean)}
                </span>
              </span>
            </div>
            <Track stars={stars} others={othersMean} />
          </li>
        ))}
      </ul>
    </div>
  );
}
