import { useTranslation } from 'react-i18next';
import type { User } from '../../session/session.ts';
import { useChange } from '../../session/use-change.ts';
import { Refused } from '../../ui/refused.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Setting } from './setting.tsx';

export function Privacy({ user }: { user: User }) {
  const { t } = useTranslation('account');
  const { change, wished, error } = useChange();
  const privacy = wished.privacy ?? user.privacy;
  return (
    <Setting title={t('privacyTitle')} text={t('privacyText')}>
      <Segments
        label={t('privacy')}
        hint={t(`privacyHint_${privacy}`)}
        value={privacy}
        options={[
          ['public', t('privacy_public')],
          ['private', t('privacy_private')],
        ]}
        onChoose={(next) => change({ privacy: next })}
      />
      <Refused error={error} />
    </Setting>
  );
}
