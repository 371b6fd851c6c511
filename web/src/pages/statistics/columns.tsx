import { useTranslation } from 'react-i18next';
import { number, scoreText } from '../../numbers.ts';
import { Panel } from './panel.tsx';

/** `mean` in stars, null where there is nothing. */
type Column = { short: string; long: string; count: number; mean: number | null };
type Props = { title: string; what: string; columns: readonly Column[] };

const WIDTH = 10;
const HEIGHT = 60;
const LEAST = 0.6;
const MOST_STARS = 5;
/** So many columns have room for a label each; of more, some have one. */
const ROOMY = 8;
const MOST_LABELS = 6;

/** How many films as bars, and over them their stars as a line. */
export function Columns({ title, what, columns }: Props) {
  const { t } = useTranslation(['person', 'common']);
  const most = columns.reduce((one, other) => (other.count > one.count ? other : one), columns[0]!);
  const highest = Math.max(most.count, 1);
  const step = columns.length <= ROOMY ? 1 : Math.ceil(columns.length / MOST_LABELS);
  const said = ({ long, count, mean }: Column) => {
    const films = t('films', { count, shown: number(count) });
    if (mean === null) return `${long}: ${films}`;
    return t('columnOf', { where: long, films, stars: scoreText(mean) });
  };
  return (
    <Panel title={title}>
      <svg
        role="img"
        aria-label={t('columnsOf', { title, most: number(most.count), where: most.long })}
        viewBox={`0 0 ${columns.length * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-36 w-full overflow-visible"
      >
        {columns.map(({ long, count }, n) => {
          const height = Math.max(LEAST, (count / highest) * HEIGHT);
          return (
            <rect
              key={long}
              x={n * WIDTH + 0.8}
              width={WIDTH - 1.6}
              y={HEIGHT - height}
              height={height}
              className="fill-star-off"
            >
              <title>{said(columns[n]!)}</title>
            </rect>
          );
        })}
        <path
          d={lineOf(columns)}
          className="fill-none stroke-star"
          strokeWidth="2.5"
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={dotsOf(columns)}
          className="fill-none stroke-star"
          strokeWidth="6"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className="figures mt-1.5 flex text-xs text-faint" aria-hidden="true">
        {columns.map(({ short, long, mean }, n) => (
          <span key={long} className={`flex min-w-0 flex-1 ${step === 1 ? 'justify-center' : ''}`}>
            {n % step === 0 && (
              <span className="whitespace-nowrap">
                {short}
                {step === 1 && mean !== null && (
                  <span className="block text-center font-semibold text-star-text">
                    {scoreText(mean)}
                  </span>
                )}
              </span>
            )}
          </span>
        ))}
      </div>
      <p className="mt-3 flex gap-4 text-xs text-faint" aria-hidden="true">
        <span className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-sm bg-star-off" /> {t('ratings')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="h-0.5 w-3.5 rounded bg-star" /> {t('mine')}
        </span>
      </p>
      {/* A table takes the height of its rows, however small it shall be. */}
      <div className="sr-only">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th>{what}</th>
              <th>{t('ratings')}</th>
              <th>{t('mine')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ long, count, mean }) => (
              <tr key={long}>
                <th scope="row">{long}</th>
                <td>{number(count)}</td>
                <td>{mean === null ? '–' : scoreText(mean)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** From 0 stars at the foot to 5 at the head; broken where there is nothing. */
function lineOf(columns: readonly Column[]): string {
  return columns
    .map(({ mean }, n) => mean !== null && `${isAt(columns, n - 1) ? 'L' : 'M'}${pointOf(mean, n)}`)
    .filter(Boolean)
    .join('');
}

/** What has nothing on either side, and would be no line. */
function dotsOf(columns: readonly Column[]): string {
  return columns
    .map(({ mean }, n) => {
      if (mean === null || isAt(columns, n - 1) || isAt(columns, n + 1)) return '';
      return `M${pointOf(mean, n)}h0`;
    })
    .join('');
}

const isAt = (columns: readonly Column[], n: number) => (columns[n]?.mean ?? null) !== null;

function pointOf(mean: number, n: number): string {
  return `${(n + 0.5) * WIDTH} ${(HEIGHT * (1 - mean / MOST_STARS)).toFixed(2)}`;
}
