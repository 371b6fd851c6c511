import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hideScores } from '../../device.ts';
import type { User } from '../../session/session.ts';
import { useChange } from '../../session/use-change.ts';
import { Points } from '../../ui/points.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Segments } from '../../ui/segments.tsx';
import { StarsInput } from '../../ui/stars.tsx';
import { Setting } from './setting.tsx';

const SCALES = ['halves', 'ten', 'hundred'] as const;
const MOST = { ten: 10, hundred: 100 } as const;
const EXAMPLE_STARS = 3.5;

/** How stars are given and shown. */
export function Rating({ user }: { user: User }) {
  const { t } = useTranslation('account');
  const { change, wished, error } = useChange();
  const scale = wished.scale ?? user.scale;
  const [stars, setStars] = useState<number | null>(EXAMPLE_STARS);
  const hidden = hideScores.use();
  const example = t('example');
  return (
    <Setting title={t('ratingTitle')} text={t('ratingText')}>
      <Segments
        label={t('scale')}
        value={scale}
        options={SCALES.map((one) => [one, t(`scale_${one}`)])}
        onChoose={(next) => change({ scale: next })}
      />
      <div className="flex min-h-16 flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-2xl border border-line bg-surface px-5 py-3">
        <p className="text-sm text-faint">{example}</p>
        {scale === 'halves' ? (
          <StarsInput title={example} stars={stars} onRate={setStars} />
        ) : (
          <Points title={example} stars={stars} most={MOST[scale]} onRate={setStars} />
        )}
      </div>
      <Segments
        label={t('hideScores')}
        hint={t('hideScoresHint')}
        value={hidden}
        options={[
          ['yes', t('hideScores_yes')],
          ['no', t('hideScores_no')],
        ]}
        onChoose={hideScores.choose}
      />
      <Refused error={error} />
    </Setting>
  );
}
