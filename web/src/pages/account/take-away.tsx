import { useMutation } from '@tanstack/react-query';
import { Check, Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../../ui/refused.tsx';
import { saveExport } from './save-export.ts';

/** Before all of it goes. */
export function TakeAway() {
  const { t } = useTranslation('account');
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => saveExport('halfstar'),
  });
  const Icon = isSuccess ? Check : Download;
  return (
    <div className="space-y-3 rounded-2xl border border-line bg-ground p-4">
      <p className="font-medium text-ink">{t('takeAway')}</p>
      <p className="text-sm">{t('takeAwayText')}</p>
      <button type="button" className="button-quiet" disabled={isPending} onClick={() => mutate()}>
        <Icon className="size-4" aria-hidden="true" />
        <span aria-live="polite">{t(isSuccess ? 'downloaded' : 'downloadAll')}</span>
      </button>
      <Refused error={error} />
    </div>
  );
}
