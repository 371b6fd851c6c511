import { useLocation } from 'wouter';
import { api } from '../api.ts';
import { pathTo } from '../paths.ts';
import { isHere } from './is-here.ts';

/** Brings in a film of TMDB and goes to it, or to where it is already. `replace`: one does not come back to here. */
export function useBringIn({ replace = false } = {}) {
  const [, go] = useLocation();
  const goTo = (movie: number | string) => go(pathTo('/film/:movie', { movie }), { replace });
  const { mutate, error, isPending } = api.useMutation('post', '/api/v1/movies', {
    onSuccess: ({ id }) => goTo(id),
    onError(refusal) {
      const there = isHere(refusal);
      if (there !== null) goTo(there);
    },
  });
  return {
    bringIn: (tmdbId: number) => mutate({ body: { tmdbId } }),
    error: isHere(error) === null ? error : null,
    isPending,
  };
}
