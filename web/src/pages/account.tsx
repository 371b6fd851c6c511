import { useTranslation } from 'react-i18next';
import { signOut, useUser } from '../session/session.ts';
import { usePageTitle } from '../ui/page-title.tsx';
import { SignInFirst } from '../ui/sign-in-first.tsx';
import { DeleteAccount } from './account/delete-account.tsx';
import { Device } from './account/device.tsx';
import { History } from './account/history.tsx';
import { Password } from './account/password.tsx';
import { Person } from './account/person.tsx';
import { Predictions } from './account/predictions.tsx';
import { Privacy } from './account/privacy.tsx';
import { Rating } from './account/rating.tsx';
import { Setting } from './account/setting.tsx';
import { Tokens } from './account/tokens.tsx';

/** All that I can set, and the ways out. */
export function AccountPage() {
  const { t } = useTranslation(['account', 'common']);
  const user = useUser();
  usePageTitle(t('common:account'));
  return (
    <div className="mx-auto max-w-4xl">
      <h1 className="title">{t('common:account')}</h1>
      {user === null ? (
        <SignInFirst />
      ) : (
        <div key={user.id} className="mt-2 divide-y divide-line">
          <Person user={user} />
          <Rating user={user} />
          <Device />
          <Privacy user={user} />
          <Predictions user={user} />
          <History />
          <Tokens />
          <Password user={user} />
          <Setting title={t('common:signOut')} text={t('signOutText')}>
            <button type="button" className="button-quiet" onClick={() => void signOut()}>
              {t('common:signOut')}
            </button>
          </Setting>
          <DeleteAccount user={user} />
        </div>
      )}
    </div>
  );
}
