import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { client, queries } from '../api.ts';
import { currentUser, useUser } from '../session/session.ts';
import { toast } from '../ui/toasts.ts';
import type { FilmName } from './wishes.ts';

/** My lists of films, which a film is on or is not. */
export type MarkList = 'favourites' | 'watchlist';

const A_PAGE = 100;
const keyOf = (list: MarkList, userId: number | undefined) => ['my marks', list, userId];

/** Whether a film is on a list of mine, and a way to change it that shows at once. */
export function useMark(list: MarkList, name: FilmName): { isMarked: boolean; toggle(): void } {
  const isMarked = useMyMarks(list)?.includes(name) ?? false;
  return { isMarked, toggle: () => void keepMark(list, name, !isMarked) };
}

/** The names of all films on a list of mine; undefined until they are known. */
export function useMyMarks(list: MarkList): readonly FilmName[] | undefined {
  const userId = useUser()?.id;
  const { data } = useQuery({
    queryKey: keyOf(list, userId),
    queryFn: ({ signal }) => fetchNames(list, signal),
    enabled: userId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** Puts a film on a list of mine, or takes it off; what the service refuses is said, and as it was before. */
export async function keepMark(list: MarkList, name: FilmName, isMarked: boolean): Promise<void> {
  const key = keyOf(list, currentUser()?.id);
  // One film alone is not the list: where that is not known it is fetched, once the film is on it.
  const show = (is: boolean) =>
    queries.setQueryData<FilmName[]>(
      key,
      (names) => names && [...names.filter((one) => one !== name), ...(is ? [name] : [])],
    );
  // What is on its way may be of before.
  await queries.cancelQueries({ queryKey: key });
  show(isMarked);
  try {
    await put(list, name, isMarked);
  } catch (error) {
    show(!isMarked);
    const isAway = error instanceof TypeError;
    toast(i18next.t(isAway ? 'common:problemOffline' : 'common:problemBusy'));
  }
  if (queries.getQueryData(key) === undefined) void queries.invalidateQueries({ queryKey: key });
  await queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      /\/(favourites|watchlist)$|^\/api\/v1\/users\/\{user\}$/.test(String(path)),
  });
}

/** All of them, as there is no asking about one. */
async function fetchNames(list: MarkList, signal: AbortSignal): Promise<FilmName[]> {
  const names: FilmName[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { data, error } = await client.GET(`/api/v1/users/{user}/${list}`, {
      params: { path: { user: 'me' }, query: { limit: A_PAGE, ...(cursor && { cursor }) } },
      signal,
    });
    if (error !== undefined) throw error;
    names.push(...data.items.map(({ movie }) => String(movie.id)));
    cursor = data.nextCursor;
  }
  return names;
}

async function put(list: MarkList, name: FilmName, isMarked: boolean): Promise<void> {
  const path = `/api/v1/users/{user}/${list}/{movie}` as const;
  const init = { params: { path: { user: 'me', movie: name } } };
  const { error } = isMarked ? await client.PUT(path, init) : await client.DELETE(path, init);
  if (error !== undefined) throw error;
}
