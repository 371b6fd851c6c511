import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { client, queries } from '../api.ts';
import { currentUser, useUser } from '../session/session.ts';
import { toast } from '../ui/toasts.ts';
import type { FilmName } from './wishes.ts';

const A_PAGE = 100;
const keyOf = (userId: number | undefined) => ['my favourites', userId];

/** Whether a film is a favourite of mine, and a way to change it that shows at once. */
export function useFavourite(name: FilmName): { isFavourite: boolean; toggle(): void } {
  const isFavourite = useMyFavourites()?.includes(name) ?? false;
  return { isFavourite, toggle: () => void keepFavourite(name, !isFavourite) };
}

/** The names of all my favourites; undefined until they are known. */
export function useMyFavourites(): readonly FilmName[] | undefined {
  const userId = useUser()?.id;
  const { data } = useQuery({
    queryKey: keyOf(userId),
    queryFn: ({ signal }) => fetchNames(signal),
    enabled: userId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** Makes a film a favourite of mine, or no longer; what the service refuses is said, and as it was before. */
export async function keepFavourite(name: FilmName, isFavourite: boolean): Promise<void> {
  const key = keyOf(currentUser()?.id);
  const show = (is: boolean) =>
    queries.setQueryData<FilmName[]>(key, (names = []) => [
      ...names.filter((one) => one !== name),
      ...(is ? [name] : []),
    ]);
  show(isFavourite);
  try {
    await put(name, isFavourite);
  } catch (error) {
    show(!isFavourite);
    const isAway = error instanceof TypeError;
    toast(i18next.t(isAway ? 'common:problemOffline' : 'common:problemBusy'));
  }
  await queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      /\/favourites$|^\/api\/v1\/users\/\{user\}$/.test(String(path)),
  });
}

/** All of them, as there is no asking about one. */
async function fetchNames(signal: AbortSignal): Promise<FilmName[]> {
  const names: FilmName[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { data, error } = await client.GET('/api/v1/users/{user}/favourites', {
      params: { path: { user: 'me' }, query: { limit: A_PAGE, ...(cursor && { cursor }) } },
      signal,
    });
    if (error !== undefined) throw error;
    names.push(...data.items.map(({ movie }) => String(movie.id)));
    cursor = data.nextCursor;
  }
  return names;
}

async function put(name: FilmName, isFavourite: boolean): Promise<void> {
  const path = '/api/v1/users/{user}/favourites/{movie}' as const;
  const init = { params: { path: { user: 'me', movie: name } } };
  const { error } = isFavourite ? await client.PUT(path, init) : await client.DELETE(path, init);
  if (error !== undefined) throw error;
}
