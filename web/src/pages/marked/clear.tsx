import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, queries } from '../../api.ts';
import type { User } from '../../session/session.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { toast } from '../../ui/toasts.ts';

type Props = { person: User; count: number; onCleared(): void };

/** For ADMINs: somebody's favourites go, all of them, after a question. */
export function Clear({ person, count, onCleared }: Props) {
  const { t } = useTranslation(['person', 'common']);
  const [isAsking, setAsking] = useState(false);
  const { mutate, isPending, error } = useMutation({
    async mutationFn() {
      const { data, error } = await client.DELETE('/api/v1/users/{user}/favourites', {
        params: { path: { user: String(person.id) } },
      });
      if (data === undefined) throw error;
      return data.removed;
    },
    onSuccess(removed) {
      setAsking(false);
      toast(t('cleared', { count: removed }));
      onCleared();
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[1] === '/api/v1/users/{user}',
      });
    },
  });
  const problem = useProblemText(error);
  return (
    <>
      <button type="button" className="button-bare text-danger" onClick={() => setAsking(true)}>
        {t('clear')}
      </button>
      {isAsking && (
        <Dialog
          title={t('clearTitle', { name: person.displayName })}
          onClose={() => setAsking(false)}
        >
          <p className="text-soft">{t('clearText', { count })}</p>
          {error && (
            <p role="alert" className="mt-3 text-danger">
              {problem}
            </p>
          )}
          <div className="mt-6 flex flex-wrap justify-end gap-3">
            <button type="button" className="button-quiet" onClick={() => setAsking(false)}>
              {t('common:cancel')}
            </button>
            <button
              type="button"
              className="button-main"
              disabled={isPending}
              onClick={() => mutate()}
            >
              {t('clear')}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
