import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { rate } from '../../mine/mine.ts';

const LONGEST = 10_000;

/** A few words beside my stars. */
export function Note({ name, title, stars }: { name: string; title: string; stars: number }) {
  const { t } = useTranslation('film');
  const id = useId();
  const { data } = api.useQuery('get', '/api/v1/users/{user}/ratings/{movie}', {
    params: { path: { user: 'me', movie: name } },
  });
  const kept = data?.note ?? '';
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? kept;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    rate({ name, title }, stars, { note: shown.trim() || null });
  }

  return (
    <form onSubmit={onSubmit} className="mt-4">
      <label htmlFor={id} className="label">
        {t('note')}
      </label>
      <textarea
        id={id}
        dir="auto"
        value={shown}
        maxLength={LONGEST}
        rows={2}
        placeholder={t('notePlaceholder')}
        onChange={({ target }) => setText(target.value)}
        className="field field-sizing-content min-h-20 py-3 leading-relaxed"
      />
      {shown.trim() !== kept && (
        <button type="submit" className="button-quiet mt-2">
          {t('saveNote')}
        </button>
      )}
    </form>
  );
}
