import { api, queries } from '../../api.ts';

const COMPANIONS = { queryKey: ['get', '/api/v1/users/me/companions'] };

/** Agrees with somebody, or takes that back. */
export function useCompanion({ onDone }: { onDone?: () => void } = {}) {
  const onSuccess = async () => {
    await queries.invalidateQueries(COMPANIONS);
    onDone?.();
  };
  const path = '/api/v1/users/me/companions/{companion}';
  const agree = api.useMutation('put', path, { onSuccess });
  const end = api.useMutation('delete', path, { onSuccess });
  const of = (companion: string) => ({ params: { path: { companion } } });
  return {
    agree: (companion: string) => agree.mutate(of(companion)),
    end: (companion: string) => end.mutate(of(companion)),
    error: agree.error ?? end.error,
    isPending: agree.isPending || end.isPending,
  };
}
