import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Shape } from '../api.ts';
import { number, scoreText, starsText } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import { spokenTitle } from '../ui/poster-art.ts';

type Predicted = Shape<'PredictedMovie'>;
type Props = { parts: NonNullable<Predicted['parts']>; reasons: Predicted['reasons'] };

/** Less is drawn as nothing. */
const LEAST = 0.005;
const places = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const signed = (stars: number) =>
  Math.abs(stars) < LEAST
    ? number(0, places)
    : number(stars, { ...places, signDisplay: 'exceptZero' });

/** What a prediction is the sum of: what the film gets from everyone, and how far each of my ratings pulls it. */
export function Reasons({ parts: { film, habit, rest }, reasons }: Props) {
  const { t } = useTranslation('predictions');
  const pulls = [habit, rest, ...reasons.map(({ effect }) => effect)];
  const most = Math.max(...pulls.map(Math.abs), 0.1);
  return (
    <ul className="mt-3 space-y-3 text-sm">
      <li className="flex justify-between gap-4">
        <span className="text-soft">{t('usual')}</span>
        <span className="figures font-semibold">{scoreText(film)}</span>
      </li>
      {reasons.map(({ movie: { id, title, year }, stars, effect }) => (
        <Pull key={id} effect={effect} most={most}>
          <Link
            href={pathTo('/film/:movie', { movie: id })}
            className="wrap-anywhere underline decoration-line underline-offset-4 hover:decoration-star"
          >
            {t('gave', { title: spokenTitle(title), stars: starsText(stars) })}
          </Link>
          {year !== null && <span className="figures ml-1.5 text-faint">{year}</span>}
        </Pull>
      ))}
      <Pull effect={rest} most={most}>
        {t('rest')}
      </Pull>
      <Pull effect={habit} most={most}>
        {t('habit')}
      </Pull>
    </ul>
  );
}

type PullProps = { effect: number; most: number; children: ReactNode };

/** To the right of the middle what raises it, to the left what lowers it. */
function Pull({ effect, most, children }: PullProps) {
  const share = `${(Math.abs(effect) / most) * 50}%`;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1.5">
      <span className="text-soft">{children}</span>
      <span className="figures font-semibold">{signed(effect)}</span>
      <span className="relative col-span-2 h-1.5 rounded-full bg-raised" aria-hidden="true">
        <span
          className={`absolute inset-y-0 ${effect < 0 ? 'right-1/2 rounded-l-full bg-danger/70' : 'left-1/2 rounded-r-full bg-star'}`}
          style={{ width: share }}
        />
        <span className="absolute -inset-y-0.5 left-1/2 w-px bg-faint" />
      </span>
    </li>
  );
}
