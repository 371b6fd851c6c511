import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { date, number } from '../../numbers.ts';
import { AsTable } from './as-table.tsx';
import { type Line, Lines } from './lines.tsx';

type Span = Shape<'PredictionQuality'>['timeline'][number];

const places = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const said = (value: number | null) => (value === null ? '–' : number(value, places));
const signed = (value: number | null) =>
  value === null ? '–' : number(value, { ...places, signDisplay: 'exceptZero' });

/** `2026-03` and `2026-03-14` as the language writes them. */
function spanName(since: string): string {
  return since.length > 7 ? date(since) : date(`${since}-01`, { month: 'short', year: 'numeric' });
}

/** How far off predictions were, beside simpler ones, and to which side they leant. */
export function OverTime({ spans }: { spans: readonly Span[] }) {
  const { t } = useTranslation('quality');
  const names = spans.map(({ since }) => spanName(since));
  const errors: Line[] = [
    { name: t('ours'), kind: 'ours', values: spans.map(({ rmse }) => rmse) },
    { name: t('userBias'), kind: 'dashed', values: spans.map((one) => one.userBiasRmse) },
    { name: t('filmMean'), kind: 'dotted', values: spans.map((one) => one.filmMeanRmse) },
  ];
  const leaning: Line[] = [
    { name: t('bias'), kind: 'ours', values: spans.map(({ bias }) => bias) },
  ];
  return (
    <>
      <div className="grid gap-x-10 lg:grid-cols-2">
        <Lines title={t('errorOverTime')} names={names} lines={errors} from={0} say={said} />
        <Lines title={t('biasOverTime')} names={names} lines={leaning} from={-0.5} say={signed} />
      </div>
      <AsTable
        caption={t('overTime')}
        heads={[t('when'), t('ratings'), t('ours'), t('userBias'), t('filmMean'), t('bias')]}
        rows={spans.map((one, n) => [
          names[n] ?? '',
          number(one.count),
          said(one.rmse),
          said(one.userBiasRmse),
          said(one.filmMeanRmse),
          signed(one.bias),
        ])}
      />
    </>
  );
}
