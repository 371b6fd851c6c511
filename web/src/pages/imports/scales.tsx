import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '../../numbers.ts';
import { Refused } from '../../ui/refused.tsx';
import { Segments } from '../../ui/segments.tsx';
import { change } from './steer.ts';
import type { Import } from './upload.ts';
import { learn } from './use-import.ts';

/** Asks once for each file whose scale cannot be known. */
export function Scales({ one: { id, questions } }: { one: Import }) {
  const { t } = useTranslation('imports');
  const [said, setSaid] = useState<Record<string, number>>({});
  const { mutate, isPending, error } = useMutation({ mutationFn: change, onSuccess: learn });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    mutate({ id, scales: said });
  }

  return (
    <form onSubmit={onSubmit} className="panel space-y-6">
      <div>
        <h2 className="heading">{t('scaleTitle')}</h2>
        <p className="mt-1 max-w-prose text-soft">{t('scaleText')}</p>
      </div>
      {questions.map(({ file, scales }) => (
        <Segments
          key={file}
          label={questions.length > 1 ? t('scaleOf', { file }) : t('scaleMost')}
          value={String(said[file] ?? '')}
          options={scales.map(({ most }) => [String(most), number(most)] as const)}
          onChoose={(most) => setSaid({ ...said, [file]: Number(most) })}
        />
      ))}
      <Refused error={error} />
      <button
        type="submit"
        className="button-main"
        disabled={isPending || questions.some(({ file }) => said[file] === undefined)}
      >
        {t('goOn')}
      </button>
    </form>
  );
}
