import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** A dialog over the page. The browser's own keeps the focus in it, gives it back, and closes on Escape. */
export function Dialog({
  title,
  onClose,
  children,
  wide = false,
}: {
  title: string;
  onClose(): void;
  children: ReactNode;
  wide?: boolean;
}) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const isPressedBeside = useRef(false);
  // Before it is taken out of the page, where it could give nothing back.
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    // What it was opened for comes before the way out of it.
    current?.querySelector<HTMLElement>('input, textarea')?.focus();
    return () => current?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what a click beside it does
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      // Text that is selected beyond the edge is not to be lost.
      onPointerDown={({ target }) => {
        isPressedBeside.current = target === dialog.current;
      }}
      onClick={({ target }) => isPressedBeside.current && target === dialog.current && onClose()}
      className={`max-h-[92dvh] w-[min(100%-2rem,var(--width))] overflow-y-auto rounded-3xl border border-line p-0 shadow-lift backdrop:bg-black/65 ${wide ? '[--width:44rem]' : '[--width:27rem]'}`}
    >
      <div className="p-6 sm:p-7">
        <div className="mb-5 flex items-start justify-between gap-4">
          <h2 id={id} className="text-xl font-bold tracking-tight">
            {title}
          </h2>
          <button
            type="button"
            onClick={onClose}
            aria-label={t('close')}
            className="-mt-2 -mr-2 grid size-11 shrink-0 place-items-center rounded-full text-faint hover:bg-raised hover:text-ink"
          >
            <X className="size-5" aria-hidden="true" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
