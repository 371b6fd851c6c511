import { Undo2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

type Props = { done: number; goal: number; onLeave(): void; onUndo?: () => void };

/** How far one is, the way out, and the way back. */
export function Bar({ done, goal, onLeave, onUndo }: Props) {
  const { t } = useTranslation('rapid');
  const text = t('progress', { done, goal });
  const button =
    'grid size-11 shrink-0 place-items-center rounded-full text-soft hover:bg-raised hover:text-ink disabled:opacity-30';
  return (
    <div className="flex items-center gap-3">
      <button type="button" aria-label={t('leave')} onClick={onLeave} className={button}>
        <X className="size-5" aria-hidden="true" />
      </button>
      <div className="min-w-0 grow">
        <div
          role="progressbar"
          aria-label={text}
          aria-valuemin={0}
          aria-valuemax={goal}
          aria-valuenow={done}
          className="h-1.5 overflow-hidden rounded-full bg-raised"
        >
          <div
            className="h-full rounded-full bg-star transition-[width] duration-300 ease-quiet"
            style={{ width: `${(done / goal) * 100}%` }}
          />
        </div>
        <p className="figures mt-1.5 text-center text-xs text-faint" aria-hidden="true">
          {text}
        </p>
      </div>
      <button
        type="button"
        aria-label={t('undo')}
        disabled={onUndo === undefined}
        onClick={onUndo}
        className={button}
      >
        <Undo2 className="size-5" aria-hidden="true" />
      </button>
    </div>
  );
}
