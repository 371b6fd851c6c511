import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../api.ts';
import { useProblemText } from '../ui/states.tsx';
import { setUser } from './session.ts';

export type Mode = 'sign-in' | 'sign-up';
type Props = { mode: Mode; onMode(mode: Mode): void; onDone(): void };

/** Signs in, or makes an account and signs in. */
export function SignInForm({ mode, onMode, onDone }: Props) {
  const { t } = useTranslation('session');
  const id = useId();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [isShown, setShown] = useState(false);
  const problem = useRefusalText(error);
  const isNew = mode === 'sign-up';

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const failed = await enter(mode, {
      handle: String(form.get('handle')).trim(),
      password: String(form.get('password')),
      email: String(form.get('email') ?? '').trim(),
    }).catch((problem: unknown) => problem);
    setBusy(false);
    setError(failed);
    if (failed === null) onDone();
  }

  return (
    <form onSubmit={onSubmit} className="space-y-4">
      <div>
        <label className="label" htmlFor={`${id}-handle`}>
          {isNew ? t('handle') : t('handleOrEmail')}
        </label>
        <input
          id={`${id}-handle`}
          name="handle"
          className="field"
          required
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: it is what the form was opened for
          autoFocus
          aria-describedby={isNew ? `${id}-handle-hint` : undefined}
        />
        {isNew && (
          <p id={`${id}-handle-hint`} className="mt-1 text-xs text-faint">
            {t('handleHint')}
          </p>
        )}
      </div>
      <div>
        <label className="label" htmlFor={`${id}-password`}>
          {t('password')}
        </label>
        <div className="relative">
          <input
            id={`${id}-password`}
            name="password"
            type={isShown ? 'text' : 'password'}
            className="field pr-12"
            required
            minLength={isNew ? 12 : undefined}
            autoComplete={isNew ? 'new-password' : 'current-password'}
            aria-describedby={isNew ? `${id}-password-hint` : undefined}
          />
          <button
            type="button"
            onClick={() => setShown(!isShown)}
            aria-label={isShown ? t('hide') : t('show')}
            className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-xl text-faint hover:text-ink"
          >
            {isShown ? (
              <EyeOff className="size-5" aria-hidden="true" />
            ) : (
              <Eye className="size-5" aria-hidden="true" />
            )}
          </button>
        </div>
        {isNew && (
          <p id={`${id}-password-hint`} className="mt-1 text-xs text-faint">
            {t('passwordHint')}
          </p>
        )}
      </div>
      {isNew && (
        <div>
          <label className="label" htmlFor={`${id}-email`}>
            {t('email')}
          </label>
          <input
            id={`${id}-email`}
            name="email"
            type="email"
            className="field"
            autoComplete="email"
            aria-describedby={`${id}-email-hint`}
          />
          <p id={`${id}-email-hint`} className="mt-1 text-xs text-faint">
            {t('emailHint')}
          </p>
        </div>
      )}
      {error !== null && (
        <p role="alert" className="text-sm font-medium text-danger">
          {problem}
        </p>
      )}
      <button type="submit" className="button-main w-full" disabled={isBusy}>
        {isNew ? t('signUp') : t('signIn')}
      </button>
      <p className="text-center text-sm text-soft">
        {isNew ? t('haveAccount') : t('noAccount')}{' '}
        <button
          type="button"
          className="min-h-11 px-1 font-semibold text-star-text hover:underline"
          onClick={() => {
            setError(null);
            onMode(isNew ? 'sign-in' : 'sign-up');
          }}
        >
          {isNew ? t('signIn') : t('signUp')}
        </button>
      </p>
    </form>
  );
}

type Given = { handle: string; password: string; email: string };

/** Null once signed in, else what was in the way. */
async function enter(mode: Mode, { handle, password, email }: Given): Promise<unknown> {
  if (mode === 'sign-up') {
    const { error } = await client.POST('/api/v1/users', {
      body: { handle, password, ...(email !== '' && { email }) },
    });
    if (error !== undefined) return error;
  }
  const { data, error } = await client.POST('/api/v1/sessions', { body: { handle, password } });
  if (error !== undefined) return error;
  setUser(data.user);
  return null;
}

/** The service says well what is wrong with a name or a password, so it is heard first. */
function useRefusalText(error: unknown): string {
  const { t } = useTranslation('session');
  const otherwise = useProblemText(error);
  const { status, errors, type } = (error ?? {}) as {
    status?: number;
    type?: string;
    errors?: { detail: string }[];
  };
  if (status === 400 && errors?.[0]) return errors.map(({ detail }) => detail).join(' ');
  if (status === 401) return t('wrong');
  if (status === 403 && type?.includes('sign-up')) return t('closed');
  if (status === 409) return t('taken');
  if (status === 429) return t('tooMany');
  return otherwise;
}
