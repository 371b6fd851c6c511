import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = { isBusy: boolean; onFile(file: File): void };

/** Where a file is dropped, or chosen. */
export function Drop({ isBusy, onFile }: Props) {
  const { t } = useTranslation('imports');
  const id = useId();
  const [isOver, setOver] = useState(false);

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined && !isBusy) onFile(file);
  }

  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={`relative grid cursor-pointer justify-items-center gap-1 rounded-3xl border-2 border-dashed px-5 py-10 text-center transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-star-text sm:py-14 ${isOver ? 'border-star bg-star/10' : 'border-line bg-surface hover:border-faint'}`}
    >
      <FileUp className="size-9 text-star-text" strokeWidth={1.6} aria-hidden="true" />
      <span className="mt-3 text-lg font-semibold">{t(isBusy ? 'reading' : 'drop')}</span>
      <span className="text-sm text-faint">{t('dropHint')}</span>
      <input
        id={id}
        type="file"
        aria-label={t('drop')}
        disabled={isBusy}
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same may be chosen again, once it was put right.
          target.value = '';
          if (file !== undefined) onFile(file);
        }}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
    </label>
  );
}
