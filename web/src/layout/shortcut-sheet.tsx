import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';

const KEYS = [
  ['keySearch', ['/', 'Ctrl K', '⌘ K']],
  ['keyWhole', ['1', '…', '5']],
  ['keyHalf', ['Shift 1', '…', 'Shift 4']],
  ['keyZero', ['0']],
  ['keyMove', ['←', '→']],
  ['keyClear', ['Delete']],
  ['keySheet', ['?']],
] as const;

export function Shortcuts({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['search', 'common']);
  return (
    <Dialog title={t('common:shortcuts')} onClose={onClose}>
      <dl className="divide-y divide-line">
        {KEYS.map(([what, keys]) => (
          <div key={what} className="flex items-center justify-between gap-4 py-2.5">
            <dt className="text-sm text-soft">{t(what)}</dt>
            <dd className="flex shrink-0 flex-wrap justify-end gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="rounded-md bg-raised px-2 py-1 font-sans text-xs font-semibold"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
