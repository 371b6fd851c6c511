import { useEffect, useState } from 'react';
import { api, queries } from '../../api.ts';
import { learnMine } from '../../mine/mine.ts';
import type { Import } from './upload.ts';

const PATH = '/api/v1/users/me/imports/{import}';
const POLL_MS = 1000;
const WORKING: readonly Import['state'][] = ['matching', 'judging', 'applying', 'undoing'];

export const isWorking = ({ state }: Pick<Import, 'state'>) => WORKING.includes(state);

const importQuery = (id: number) =>
  api.queryOptions('get', PATH, { params: { path: { import: id } } }, { staleTime: 0 });

/** What the service says of an import by itself, after something was done to it. */
export function learn(one: Import): void {
  queries.setQueryData(importQuery(one.id).queryKey, one);
  void queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) => String(path).endsWith('/imports'),
  });
}

/** An import as it gets on: told by the service, or asked for where that cannot be heard. */
export function useImport(id: number) {
  const [isHeard, setHeard] = useState(false);
  const { data, error, refetch } = api.useQuery(
    'get',
    PATH,
    { params: { path: { import: id } } },
    {
      staleTime: 0,
      refetchInterval: ({ state: { data } }) =>
        data !== undefined && isWorking(data) && !isHeard ? POLL_MS : false,
    },
  );
  const isBusy = data !== undefined && isWorking(data);
  useEffect(() => {
    if (!isBusy) return;
    const events = new EventSource(`/api/v1/users/me/imports/${id}/events`);
    const hear = ({ data }: MessageEvent<string>) => {
      setHeard(true);
      learn(JSON.parse(data) as Import);
    };
    events.addEventListener('progress', hear);
    events.addEventListener('done', (event) => {
      events.close();
      hear(event);
    });
    events.addEventListener('error', () => setHeard(false));
    return () => {
      events.close();
      setHeard(false);
    };
  }, [id, isBusy]);
  useFollowed(data);
  return { one: data, error, refetch };
}

/** What its rows come to is another thing in each state; and once it has changed what is mine, all that shows it is. */
function useFollowed(one: Import | undefined): void {
  const state = one?.state;
  const [before, setBefore] = useState(state);
  useEffect(() => {
    if (state === before) return;
    setBefore(state);
    const isMineChanged = before === 'applying' || before === 'undoing';
    void queries.invalidateQueries({
      predicate: ({ queryKey: [, path] }) =>
        path !== PATH && (isMineChanged || String(path).startsWith(PATH)),
    });
    if (isMineChanged) void learnMine().catch(() => {});
  }, [state, before]);
}
