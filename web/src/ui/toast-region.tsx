import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { OfflineNote } from '../offline/offline-note.tsx';
import { currentToasts, dismiss, listenToToasts } from './toasts.ts';

export function ToastRegion() {
  const { t } = useTranslation();
  const toasts = useSyncExternalStore(listenToToasts, currentToasts);
  return (
    <section
      aria-label={t('notifications')}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-50 short:bottom-4 flex flex-col items-center gap-2 px-4 md:bottom-6"
    >
      {toasts.map(({ id, text, action }) => (
        <div
          key={id}
          className="pointer-events-auto flex max-w-full items-center gap-3 rounded-3xl bg-ink py-1.5 pr-2 pl-5 text-sm font-medium text-ground shadow-lift"
        >
          <span className="line-clamp-3 min-w-0 py-1.5 wrap-anywhere">{text}</span>
          {action && (
            <button
              type="button"
              className="min-h-9 shrink-0 rounded-full px-3 font-bold hover:bg-ground/15"
              onClick={() => {
                action.run();
                dismiss(id);
              }}
            >
              {action.label}
            </button>
          )}
        </div>
      ))}
      <OfflineNote />
    </section>
  );
}
