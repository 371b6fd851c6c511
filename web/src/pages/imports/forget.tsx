import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { queries } from '../../api.ts';
import { pathTo } from '../../paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { toast } from '../../ui/toasts.ts';
import { forget } from './steer.ts';
import type { Import } from './upload.ts';

/** Takes an import off the list; what it did stays, without the way back. */
export function Forget({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const [, go] = useLocation();
  const [isAsked, setAsked] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => forget(one.id),
    onSuccess() {
      void queries.invalidateQueries({
        predicate: ({ queryKey: [, path] }) => String(path).endsWith('/imports'),
      });
      toast(t('forgotten'));
      go(pathTo('/imports'));
    },
  });
  const isDone = one.state === 'applied';
  return (
    <>
      <button
        type="button"
        className="button-bare"
        disabled={isPending}
        onClick={() => (isDone ? setAsked(true) : mutate())}
      >
        {t(isDone || one.state === 'undone' ? 'forget' : 'discard')}
      </button>
      {isAsked && (
        <Confirm
          title={t('forgetQuestion')}
          action={t('forget')}
          error={error}
          isBusy={isPending}
          onConfirm={() => mutate()}
          onClose={() => setAsked(false)}
        >
          <p>{t('forgetText')}</p>
        </Confirm>
      )}
    </>
  );
}
