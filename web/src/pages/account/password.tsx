import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api.ts';
import { setUser, type User } from '../../session/session.ts';
import { Field } from '../../ui/field.tsx';
import { Refused } from '../../ui/refused.tsx';
import { toast } from '../../ui/toasts.ts';
import { Setting } from './setting.tsx';

const SHORTEST = 12;

/** A new password ends every session, this one too: it is opened anew at once. */
export function Password({ user }: { user: User }) {
  const { t } = useTranslation('account');
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { currentTarget } = event;
    const form = new FormData(currentTarget);
    const currentPassword = String(form.get('current'));
    setBusy(true);
    const failed = await change(user, currentPassword, String(form.get('next'))).catch(
      (problem: unknown) => problem,
    );
    setBusy(false);
    setError(failed);
    if (failed !== null) return;
    currentTarget.reset();
    toast(t('passwordChanged'));
  }

  const { status } = (error ?? {}) as { status?: number };
  return (
    <Setting title={t('passwordTitle')} text={t('passwordText')}>
      <form onSubmit={onSubmit} className="max-w-md space-y-4">
        <input type="text" hidden readOnly autoComplete="username" value={user.handle} />
        <Field
          label={t('currentPassword')}
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <Field
          label={t('newPassword')}
          hint={t('newPasswordHint')}
          name="next"
          type="password"
          autoComplete="new-password"
          minLength={SHORTEST}
          required
        />
        <Refused error={error} text={status === 401 ? t('passwordWrong') : undefined} />
        <button type="submit" className="button-quiet" disabled={isBusy}>
          {t('changePassword')}
        </button>
      </form>
    </Setting>
  );
}

/** Null once it is changed and the session opened anew, else what was in the way. */
async function change({ handle }: User, currentPassword: string, password: string) {
  const { error } = await client.PATCH('/api/v1/users/{user}', {
    params: { path: { user: 'me' } },
    body: { currentPassword, password },
  });
  if (error !== undefined) return error;
  const opened = await client.POST('/api/v1/sessions', { body: { handle, password } });
  setUser(opened.data?.user ?? null);
  return null;
}
