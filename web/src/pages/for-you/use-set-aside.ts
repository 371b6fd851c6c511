import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, queries, type Shape } from '../../api.ts';
import { spokenTitle } from '../../ui/poster-art.ts';
import { toast } from '../../ui/toasts.ts';

const LISTS = ['/api/v1/users/me/recommendations', '/api/v1/users/me/set-aside'];

/** Films that shall not be recommended again: gone from sight at once, and back by Undo. */
export function useSetAside() {
  const { t } = useTranslation(['predictions', 'common']);
  const [aside, setState] = useState<ReadonlySet<number>>(new Set());
  const show = (id: number, isAside: boolean) =>
    setState((before) => {
      const after = new Set(before);
      if (isAside) after.add(id);
      else after.delete(id);
      return after;
    });

  async function move({ id }: Shape<'Movie'>, isAside: boolean): Promise<boolean> {
    show(id, isAside);
    const params = { params: { path: { movie: String(id) } } };
    const moved = await (isAside
      ? client.PUT('/api/v1/users/me/set-aside/{movie}', params)
      : client.DELETE('/api/v1/users/me/set-aside/{movie}', params)
    )
      .then(({ error }) => error === undefined)
      .catch(() => false);
    if (!moved) {
      show(id, !isAside);
      toast(t('common:problemOffline'));
    }
    // The list that is shown stays as it is; when one comes again, it is fetched anew.
    for (const path of LISTS)
      void queries.invalidateQueries({ queryKey: ['get', path], refetchType: 'none' });
    return moved;
  }

  async function setAside(movie: Shape<'Movie'>): Promise<void> {
    if (!(await move(movie, true))) return;
    toast(t('wasSetAside', { title: spokenTitle(movie.title) }), {
      label: t('common:undo'),
      run: () => void move(movie, false),
    });
  }

  return { aside, setAside, bringBack: (movie: Shape<'Movie'>) => move(movie, false) };
}
