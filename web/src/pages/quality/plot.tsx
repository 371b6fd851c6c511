import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { number } from '../../numbers.ts';
import { Panel } from '../statistics/panel.tsx';
import { AsTable } from './as-table.tsx';

type Bin = Shape<'PredictionQuality'>['calibration'][number];
type Props = {
  title: string;
  text: string;
  bins: readonly Bin[];
  /** The end of both scales; `ticks` are marked on them, and `say` writes a value. */
  most: number;
  ticks: readonly number[];
  say(value: number): string;
};

const SIZE = 100;
const LARGEST_DOT = 4.5;
/** Around all, so that no dot at an end is cut off, or covers what is written there. */
const AROUND = 5.5;
const MARGIN = 9 + AROUND;
const SMALLEST_DOT = 1.2;

/** What was predicted against what came: were it right, all would lie on the diagonal. A dot is as large as what is in it. */
export function Plot({ title, text, bins, most, ticks, say }: Props) {
  const { t } = useTranslation('quality');
  const largest = Math.max(...bins.map(({ count }) => count), 1);
  const x = (value: number) => MARGIN + (value / most) * SIZE;
  const y = (value: number) => AROUND + SIZE - (value / most) * SIZE;
  const apart =
    bins.reduce((sum, one) => sum + one.count * Math.abs(one.predicted - one.came), 0) /
    Math.max(
      1,
      bins.reduce((sum, { count }) => sum + count, 0),
    );
  return (
    <Panel title={title}>
      <p className="mb-4 text-sm text-soft">{text}</p>
      <svg
        role="img"
        aria-label={t('plotLabel', { apart: say(apart) })}
        viewBox={`0 0 ${MARGIN + SIZE + AROUND} ${y(0) + AROUND + 10}`}
        className="mx-auto block w-full max-w-md"
      >
        {ticks.map((tick) => (
          <g key={tick} className="fill-faint text-[3.6px]">
            <line
              x1={x(tick)}
              x2={x(tick)}
              y1={y(0)}
              y2={y(most)}
              className="stroke-line"
              strokeWidth="0.3"
            />
            <line
              x1={x(0)}
              x2={x(most)}
              y1={y(tick)}
              y2={y(tick)}
              className="stroke-line"
              strokeWidth="0.3"
            />
            <text x={x(tick)} y={y(0) + AROUND + 3} textAnchor="middle">
              {number(tick, most === 1 ? { style: 'percent' } : {})}
            </text>
            <text x={MARGIN - AROUND} y={y(tick) + 1.2} textAnchor="end">
              {number(tick, most === 1 ? { style: 'percent' } : {})}
            </text>
          </g>
        ))}
        <line
          x1={x(0)}
          y1={y(0)}
          x2={x(most)}
          y2={y(most)}
          className="stroke-faint"
          strokeWidth="0.5"
          strokeDasharray="2 1.5"
        />
        {bins.map(({ predicted, came, count }) => (
          <circle
            key={predicted}
            cx={x(predicted)}
            cy={y(came)}
            r={Math.max(SMALLEST_DOT, Math.sqrt(count / largest) * LARGEST_DOT)}
            className="fill-star/80 stroke-surface"
            strokeWidth="0.5"
          >
            <title>{`${say(predicted)} → ${say(came)} · ${number(count)}`}</title>
          </circle>
        ))}
        <text
          x={x(most / 2)}
          y={y(0) + AROUND + 8}
          textAnchor="middle"
          className="fill-soft text-[3.8px]"
        >
          {t('predicted')} →
        </text>
      </svg>
      <p className="mt-2 text-center text-xs text-faint" aria-hidden="true">
        {t('axes')}
      </p>
      <AsTable
        caption={title}
        heads={[t('predicted'), t('came'), t('ratings')]}
        rows={bins.map(({ predicted, came, count }) => [say(predicted), say(came), number(count)])}
      />
    </Panel>
  );
}
