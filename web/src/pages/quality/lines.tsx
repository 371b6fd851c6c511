import { useTranslation } from 'react-i18next';

export type Line = {
  name: string;
  kind: 'ours' | 'dashed' | 'dotted';
  values: readonly (number | null)[];
};
type Props = {
  title: string;
  /** Of the points, from left to right. */
  names: readonly string[];
  lines: readonly Line[];
  /** The lower end of the scale at most; the upper is as far above 0, or as far as the lines go. */
  from: number;
  say(value: number | null): string;
};

const WIDTH = 600;
const HEIGHT = 120;
const LOOKS = {
  ours: { className: 'stroke-star', dashes: undefined },
  dashed: { className: 'stroke-ink', dashes: '7 4' },
  dotted: { className: 'stroke-faint', dashes: '2 3' },
} as const;

/** Lines over time, on one scale. The table beneath has the figures. */
export function Lines({ title, names, lines, from, say }: Props) {
  const { t } = useTranslation('quality');
  const all = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const low = Math.min(from, ...all);
  const high = Math.max(-from, ...all, 0.1);
  const x = (n: number) => (names.length === 1 ? WIDTH / 2 : (n / (names.length - 1)) * WIDTH);
  const y = (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT;
  const last = lines[0]?.values.at(-1) ?? null;
  return (
    <figure className="mt-6">
      <figcaption className="text-sm font-semibold">{title}</figcaption>
      <svg
        role="img"
        aria-label={t('linesLabel', { title, when: names.at(-1) ?? '', value: say(last) })}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-3 block h-32 w-full overflow-visible"
      >
        <line
          x1="0"
          x2={WIDTH}
          y1={y(0)}
          y2={y(0)}
          className="stroke-line"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
        {lines.map(({ name, kind, values }) => {
          const points = values.flatMap((value, n) =>
            value === null ? [] : [`${x(n).toFixed(1)} ${y(value).toFixed(1)}`],
          );
          return (
            <path
              key={name}
              // A line of one point is a dot.
              d={`M${points.join('L')}${points.length === 1 ? 'h0' : ''}`}
              className={`fill-none ${LOOKS[kind].className}`}
              strokeWidth={points.length === 1 ? 9 : 2.5}
              strokeLinecap="round"
              strokeLinejoin="round"
              strokeDasharray={points.length === 1 ? undefined : LOOKS[kind].dashes}
              vectorEffect="non-scaling-stroke"
            />
          );
        })}
      </svg>
      <div className="figures mt-1.5 flex justify-between text-xs text-faint" aria-hidden="true">
        <span>{names[0]}</span>
        {names.length > 1 && <span>{names.at(-1)}</span>}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-soft">
        {lines.map(({ name, kind, values }) => (
          <li key={name} className="flex items-center gap-1.5">
            <svg viewBox="0 0 20 4" className="h-1 w-5" aria-hidden="true">
              <line
                x1="0"
                x2="20"
                y1="2"
                y2="2"
                className={LOOKS[kind].className}
                strokeWidth="2.5"
                strokeDasharray={LOOKS[kind].dashes}
              />
            </svg>
            {name} <span className="figures font-semibold">{say(values.at(-1) ?? null)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
