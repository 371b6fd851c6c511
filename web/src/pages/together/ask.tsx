import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
import { Refused } from '../../ui/refused.tsx';
import { useCompanion } from './use-companion.ts';

const UNKNOWN = 404;
const INVALID = 400;

/** Asks somebody, by their name, to choose films with me. */
export function Ask() {
  const { t } = useTranslation('predictions');
  const [name, setName] = useState('');
  const { agree, error, isPending } = useCompanion({ onDone: () => setName('') });
  const status = (error as { status?: number } | null)?.status;
  const why = status === UNKNOWN ? t('askNobody') : status === INVALID ? t('askMyself') : undefined;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '') agree(name.trim());
  }

  return (
    <form onSubmit={onSubmit} className="space-y-3">
      <Field
        label={t('ask')}
        hint={t('askHint')}
        value={name}
        onChange={({ target }) => setName(target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
      />
      <Refused error={error} text={why} />
      <button type="submit" className="button-quiet" disabled={isPending || name.trim() === ''}>
        {t('askThem')}
      </button>
    </form>
  );
}
