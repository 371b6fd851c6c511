import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../session/session.ts';
import { useChange } from '../../session/use-change.ts';
import { Field } from '../../ui/field.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Setting } from './setting.tsx';

const LONGEST = 100;

/** Who I am to others, and how I sign in. */
export function Person({ user }: { user: User }) {
  const { t } = useTranslation(['account', 'common']);
  const [displayName, setDisplayName] = useState(user.displayName);
  const [email, setEmail] = useState(user.email ?? '');
  const { change, error, isPending } = useChange();
  const isSame = displayName.trim() === user.displayName && email.trim() === (user.email ?? '');

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    change({ displayName: displayName.trim(), email: email.trim() || null });
  }

  return (
    <Setting title={t('personTitle')} text={t('personText', { handle: user.handle })}>
      <form onSubmit={onSubmit} className="max-w-md space-y-4">
        <Field
          label={t('displayName')}
          hint={t('displayNameHint')}
          value={displayName}
          onChange={({ target }) => setDisplayName(target.value)}
          maxLength={LONGEST}
          required
          dir="auto"
          autoComplete="nickname"
        />
        <Field
          label={t('email')}
          hint={t('emailHint')}
          type="email"
          value={email}
          onChange={({ target }) => setEmail(target.value)}
          autoComplete="email"
        />
        <Refused error={error} />
        <button type="submit" className="button-quiet" disabled={isPending || isSame}>
          {t('common:save')}
        </button>
      </form>
    </Setting>
  );
}
