import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
import { Segments } from '../../ui/segments.tsx';
import type { Part, Upload } from './upload.ts';

type Props = { choices: Part[]; isBusy: boolean; onSay(said: Omit<Upload, 'file'>): void };

/** What a file does not say itself: what it is about, or whose rows are meant. */
export function Unclear({ choices, isBusy, onSay }: Props) {
  const { t } = useTranslation('imports');
  const [part, setPart] = useState(choices[0]);
  const [person, setPerson] = useState('');

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    onSay(part === undefined ? { person: person.trim() } : { part });
  }

  return (
    <form onSubmit={onSubmit} className="panel mt-4 space-y-4">
      {part === undefined ? (
        <Field
          label={t('whose')}
          hint={t('whoseHint')}
          value={person}
          onChange={({ target }) => setPerson(target.value)}
          required
          autoComplete="off"
        />
      ) : (
        <Segments<Part>
          label={t('whatAbout')}
          value={part}
          options={choices.map((one) => [one, t(`${one}Part`)])}
          onChoose={setPart}
        />
      )}
      <button type="submit" className="button-main" disabled={isBusy}>
        {t('goOn')}
      </button>
    </form>
  );
}
