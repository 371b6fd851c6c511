import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { type Mode, SignInForm } from './sign-in-form.tsx';

/** Over whatever somebody was about to do, which goes on after it. */
export function SignInDialog({ film, onClose }: { film?: string | undefined; onClose(): void }) {
  const { t } = useTranslation('session');
  const [mode, setMode] = useState<Mode>('sign-in');
  return (
    <Dialog title={t(mode === 'sign-in' ? 'signInTitle' : 'signUpTitle')} onClose={onClose}>
      {film !== undefined && (
        <p className="mb-5 text-sm text-soft">{t('keepRating', { title: film })}</p>
      )}
      <SignInForm mode={mode} onMode={setMode} onDone={onClose} />
    </Dialog>
  );
}
