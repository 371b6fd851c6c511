import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { number } from '../../numbers.ts';
import { Panel } from '../statistics/panel.tsx';

const places = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** How far off we are, beside what anyone could guess: less is better. */
export function Methods({
  quality: { rmse, userBiasRmse, filmMeanRmse },
}: {
  quality: Shape<'PredictionQuality'>;
}) {
  const { t } = useTranslation('quality');
  const rows = [
    ['ours', rmse, 'bg-star'],
    ['userBias', userBiasRmse, 'bg-faint'],
    ['filmMean', filmMeanRmse, 'bg-faint'],
  ] as const;
  const most = Math.max(...rows.map(([, error]) => error ?? 0), 0.01);
  return (
    <Panel title={t('beside')}>
      <p className="mb-4 text-sm text-soft">{t('besideText')}</p>
      <dl className="space-y-4">
        {rows.map(([name, error, colour]) => (
          <div key={name} className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5 text-sm">
            <dt className={name === 'ours' ? 'font-semibold' : 'text-soft'}>{t(name)}</dt>
            <dd className="figures font-semibold">
              {error === null ? '–' : t('offBy', { stars: number(error, places) })}
            </dd>
            <dd className="col-span-2 h-2 rounded-full bg-raised" aria-hidden="true">
              <div
                className={`h-full rounded-full ${colour}`}
                style={{ width: `${((error ?? 0) / most) * 100}%` }}
              />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
