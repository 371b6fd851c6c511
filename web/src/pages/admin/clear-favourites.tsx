import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { number } from '../../numbers.ts';
import type { User } from '../../session/session.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { toast } from '../../ui/toasts.ts';

type Props = { user: User; onCleared(): void; onClose(): void };

export function ClearFavourites({ user: { id, handle, counts }, onCleared, onClose }: Props) {
  const { t } = useTranslation('admin');
  const { mutate, error, isPending } = api.useMutation(
    'delete',
    '/api/v1/users/{user}/favourites',
    {
      onSuccess({ removed }) {
        toast(t('cleared', { count: removed, shown: number(removed), who: handle }));
        onCleared();
        onClose();
      },
    },
  );
  return (
    <Confirm
      title={t('clearQuestion', { who: handle })}
      action={t('clear')}
      error={error}
      isBusy={isPending}
      onConfirm={() => mutate({ params: { path: { user: String(id) } } })}
      onClose={onClose}
    >
      <p>
        {t('clearText', {
          count: counts.favourites,
          shown: number(counts.favourites),
          who: handle,
        })}
      </p>
    </Confirm>
  );
}
