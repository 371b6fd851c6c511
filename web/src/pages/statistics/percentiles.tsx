import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { number, starsText } from '../../numbers.ts';
import { Panel } from './panel.tsx';

type Row = Shape<'Statistics'>['percentiles'][number];

const WIDTH = 500;
const HEIGHT = 100;
const share = (percentile: number) => number(percentile / 100, { style: 'percent' });

/** Four stars of somebody who gives nothing less mean little: what each number of stars is worth. */
export function Percentiles({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('person');
  const sorted = rows.toSorted((one, other) => one.stars - other.stars);
  const last = sorted.at(-1)!;
  const x = (stars: number) => (stars / 5) * WIDTH;
  const line = sorted
    .map(({ stars, percentile }) => `${x(stars)},${HEIGHT - percentile}`)
    .join(' ');
  return (
    <Panel title={t('percentiles')}>
      <p className="-mt-2 mb-4 text-sm text-soft">{t('percentilesText')}</p>
      <div className="figures flex justify-between text-xs text-faint" aria-hidden="true">
        <span>{share(100)}</span>
      </div>
      <svg
        role="img"
        aria-label={t('percentilesLabel', {
          stars: starsText(last.stars),
          share: share(last.percentile),
        })}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-28 w-full overflow-visible"
      >
        {[0, 50, 100].map((y) => (
          <line
            key={y}
            x2={WIDTH}
            y1={y}
            y2={y}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <polygon
          points={`${x(sorted[0]!.stars)},${HEIGHT} ${line} ${x(last.stars)},${HEIGHT}`}
          className="fill-star"
          opacity="0.16"
        />
        <polyline
          points={line}
          className="fill-none stroke-star"
          strokeWidth="2.5"
          strokeLinejoin="round"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className="mt-1.5 flex justify-between text-xs text-faint" aria-hidden="true">
        <span>0</span>
        <span>5 ★</span>
      </div>
      {/* A table takes the height of its rows, however small it shall be. */}
      <div className="sr-only">
        <table>
          <caption>{t('percentiles')}</caption>
          <thead>
            <tr>
              <th>{t('mine')}</th>
              <th>{t('percentile')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ stars, percentile }) => (
              <tr key={stars}>
                <th scope="row">{starsText(stars)}</th>
                <td>{share(percentile)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
