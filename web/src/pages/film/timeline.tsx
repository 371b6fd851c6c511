import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { date, scoreText } from '../../numbers.ts';

type Day = Shape<'ScoreExplained'>['timeline'][number];
const WIDTH = 600;
const HEIGHT = 80;
/** So many stars are the least that the picture is high: small moves shall look small. */
const LEAST_RANGE = 1;

/** How the score went, with the interval around it. */
export function Timeline({ days }: { days: readonly Day[] }) {
  const { t } = useTranslation('film');
  const first = days[0]!;
  const last = days.at(-1)!;
  const [from, to] = [Date.parse(first.day), Date.parse(last.day)];
  const lows = Math.min(...days.map(({ low }) => low));
  const highs = Math.max(...days.map(({ high }) => high), lows + LEAST_RANGE);
  const x = ({ day }: Day) => ((Date.parse(day) - from) / Math.max(1, to - from)) * WIDTH;
  const y = (stars: number) => HEIGHT - ((stars - lows) / (highs - lows)) * HEIGHT;
  const line = (of: (day: Day) => number, all: readonly Day[] = days) =>
    all.map((day) => `${x(day).toFixed(1)},${y(of(day)).toFixed(1)}`).join(' ');
  const around = `${line(({ high }) => high)} ${line(({ low }) => low, days.toReversed())}`;
  return (
    <figure className="mt-6 border-t border-line pt-5">
      <figcaption className="mb-3 text-sm font-semibold">{t('overTime')}</figcaption>
      <svg
        role="img"
        aria-label={t('timelineLabel', {
          first: scoreText(first.stars),
          from: date(first.day),
          last: scoreText(last.stars),
          to: date(last.day),
        })}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-20 w-full overflow-visible"
      >
        <polygon points={around} className="fill-star" opacity="0.16" />
        <polyline
          points={line(({ stars }) => stars)}
          className="fill-none stroke-star"
          strokeWidth="2.5"
          vectorEffect="non-scaling-stroke"
          strokeLinejoin="round"
        />
      </svg>
      <div className="figures mt-1.5 flex justify-between text-xs text-faint" aria-hidden="true">
        <span>
          {date(first.day)} · {scoreText(first.stars)}
        </span>
        <span>
          {date(last.day)} · {scoreText(last.stars)}
        </span>
      </div>
    </figure>
  );
}
