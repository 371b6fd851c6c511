import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.tsx';
import { Refused } from './refused.tsx';

type Props = {
  title: string;
  /** What will be done, as the button says it. */
  action: string;
  children: ReactNode;
  error: unknown;
  isBusy: boolean;
  /** False until one has said in another way that one means it. */
  isReady?: boolean;
  wide?: boolean;
  onConfirm(): void;
  onClose(): void;
};

/** Asks before something that is not easily undone. */
export function Confirm(props: Props) {
  const { title, action, children, error, isBusy, isReady = true, wide = false } = props;
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={props.onClose} wide={wide}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onConfirm();
        }}
      >
        <div className="space-y-4 text-soft">{children}</div>
        <div className="mt-4 space-y-4">
          <Refused error={error} />
          <div className="flex flex-wrap justify-end gap-2">
            <button type="button" className="button-bare" onClick={props.onClose}>
              {t('cancel')}
            </button>
            <button type="submit" className="button-danger" disabled={isBusy || !isReady}>
              {action}
            </button>
          </div>
        </div>
      </form>
    </Dialog>
  );
}
