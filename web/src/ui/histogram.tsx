import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { number, starsText } from '../numbers.ts';

const BAR = 10;
const HEIGHT = 40;
const LEAST = 0.6;

type Props = {
  counts: readonly number[];
  mine?: number | null;
  /** Beneath the bars, on the same scale: see `placeOf`. */
  children?: ReactNode;
};

/** Where so many stars are between the left and the right end, as a share of all. */
export function placeOf(stars: number): number {
  return (stars * 2 + 0.5) / 11;
}

/** How many ratings fall on 0, 0.5 … 5 stars. `mine` is marked. */
export function Histogram({ counts, mine = null, children }: Props) {
  const { t } = useTranslation();
  const all = counts.reduce((sum, count) => sum + count, 0);
  const highest = Math.max(...counts, 1);
  const most = counts.indexOf(Math.max(...counts));
  const place = mine === null ? null : Math.round(mine * 2);
  const label =
    all === 0
      ? t('histogramEmpty')
      : t('histogramOf', {
          count: all,
          most: number(counts[most] ?? 0),
          stars: starsText(most / 2),
        });
  return (
    <figure>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${counts.length * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-24 w-full"
      >
        {counts.map((count, n) => {
          const height = Math.max(LEAST, (count / highest) * HEIGHT);
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: its place is what a bar is
              key={n}
              x={n * BAR + 0.6}
              width={BAR - 1.2}
              y={HEIGHT - height}
              height={height}
              rx="0.8"
              className={n === place ? 'fill-star' : 'fill-star-off'}
            >
              <title>{`${starsText(n / 2)} ★ · ${number(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      {children}
      <div className="mt-1.5 flex justify-between text-xs text-faint" aria-hidden="true">
        <span>0</span>
        <span>5 ★</span>
      </div>
      {/* A table takes the height of its rows, however small it shall be. */}
      <div className="sr-only">
        <table>
          <thead>
            <tr>
              <th>{t('starsColumn')}</th>
              <th>{t('ratingsColumn')}</th>
            </tr>
          </thead>
          <tbody>
            {counts.map((count, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: its place is what a row is
              <tr key={n}>
                <td>{starsText(n / 2)}</td>
                <td>{number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
