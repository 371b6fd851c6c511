import { useTranslation } from 'react-i18next';
import { openOverlay } from '../layout/overlay.ts';
import { Empty } from './states.tsx';

/** Instead of a page that is about who is signed in. */
export function SignInFirst() {
  const { t } = useTranslation();
  return (
    <Empty title={t('problemSignIn')}>
      <button
        type="button"
        className="button-main"
        onClick={() => openOverlay({ kind: 'sign-in' })}
      >
        {t('signIn')}
      </button>
    </Empty>
  );
}
