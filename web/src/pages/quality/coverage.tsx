import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { number } from '../../numbers.ts';
import { Panel } from '../statistics/panel.tsx';

const percent = (share: number) => number(share, { style: 'percent', maximumFractionDigits: 1 });

/** How many ratings fell within the intervals that were told, beside how many were to. */
export function Coverage({ coverage }: { coverage: Shape<'PredictionQuality'>['coverage'] }) {
  const { t } = useTranslation('quality');
  return (
    <Panel title={t('coverage')}>
      <p className="mb-4 text-sm text-soft">{t('coverageText')}</p>
      <table className="figures w-full text-sm">
        <thead>
          <tr className="text-left text-faint">
            <th className="pb-2 font-medium">{t('promised')}</th>
            <th className="pb-2 font-medium">{t('came')}</th>
            <td className="w-1/2" />
          </tr>
        </thead>
        <tbody>
          {coverage.map(({ percent: promised, share }) => (
            <tr key={promised}>
              <th scope="row" className="py-2 text-left font-medium text-soft">
                {percent(promised / 100)}
              </th>
              <td className="py-2 font-semibold">{percent(share)}</td>
              <td className="py-2" aria-hidden="true">
                <div className="relative h-2 rounded-full bg-raised">
                  <div
                    className="h-full rounded-full bg-star"
                    style={{ width: `${share * 100}%` }}
                  />
                  <div
                    className="absolute -inset-y-1 w-0.5 bg-ink"
                    style={{ left: `${promised}%` }}
                  />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
