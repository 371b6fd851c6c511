import { useTranslation } from 'react-i18next';
import type { User } from '../../session/session.ts';
import { useChange } from '../../session/use-change.ts';
import { Refused } from '../../ui/refused.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Setting } from './setting.tsx';

const nameOf = (isAllowed: boolean) => (isAllowed ? 'yes' : 'no');

/** What my ratings may do for others, beside scores. */
export function Predictions({ user }: { user: User }) {
  const { t } = useTranslation('account');
  const { change, wished, error } = useChange();
  // An account kept in this browser by an older page does not say: both are allowed unless forbidden.
  const learns = nameOf(wished.useForPredictions ?? user.useForPredictions ?? true);
  const matches = nameOf(wished.allowMatching ?? user.allowMatching ?? true);
  return (
    <Setting title={t('predictionsTitle')} text={t('predictionsText')}>
      <Segments
        label={t('learning')}
        hint={t(`learningHint_${learns}`)}
        value={learns}
        options={[
          ['yes', t('learning_yes')],
          ['no', t('learning_no')],
        ]}
        onChoose={(next) => change({ useForPredictions: next === 'yes' })}
      />
      <Segments
        label={t('matching')}
        hint={t(`matchingHint_${matches}`)}
        value={matches}
        options={[
          ['yes', t('matching_yes')],
          ['no', t('matching_no')],
        ]}
        onChoose={(next) => change({ allowMatching: next === 'yes' })}
      />
      <Refused error={error} />
    </Setting>
  );
}
