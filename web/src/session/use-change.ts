import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queries, type Shape } from '../api.ts';
import { toast } from '../ui/toasts.ts';
import { setUser } from './session.ts';

type Change = Partial<
  Pick<
    Shape<'User'>,
    'displayName' | 'email' | 'scale' | 'privacy' | 'useForPredictions' | 'allowMatching'
  >
>;

/** Changes my account; whatever shows of it follows. */
export function useChange() {
  const { t } = useTranslation('account');
  /** On its way: shown at once, as if it had arrived. */
  const [wished, setWished] = useState<Change>({});
  const { mutate, error, isPending } = api.useMutation('patch', '/api/v1/users/{user}', {
    onSuccess(user) {
      setUser(user);
      void queries.invalidateQueries({ queryKey: ['get', '/api/v1/users/{user}'] });
      toast(t('saved'));
    },
  });
  const change = (body: Change) => {
    setWished(body);
    mutate({ params: { path: { user: 'me' } }, body }, { onSettled: () => setWished({}) });
  };
  return { change, wished, error, isPending };
}
