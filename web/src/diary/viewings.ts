import { client, queries, type Shape } from '../api.ts';

/** What is said of a viewing. */
export type Told = Pick<Shape<'Viewing'>, 'watchedOn' | 'stars' | 'rewatch' | 'tags' | 'review'>;
export type Seen = Told & { id: number };
export type SeenFilm = { name: string; title: string };

const me = { user: 'me' };

/** Puts a viewing into my diary. Throws what the service refuses. */
export async function logViewing({ name }: SeenFilm, told: Told): Promise<void> {
  const { error } = await client.POST('/api/v1/users/{user}/viewings', {
    params: { path: me },
    body: { movie: name, ...told },
  });
  if (error !== undefined) throw error;
  await refresh();
}

/** The same for one that is there. */
export async function editViewing(viewing: number, told: Told): Promise<void> {
  const { error } = await client.PATCH('/api/v1/users/{user}/viewings/{viewing}', {
    params: { path: { ...me, viewing } },
    body: told,
  });
  if (error !== undefined) throw error;
  await refresh();
}

/** Takes a viewing out of my diary. One that has gone already is gone. */
export async function removeViewing(viewing: number): Promise<void> {
  const { error } = await client.DELETE('/api/v1/users/{user}/viewings/{viewing}', {
    params: { path: { ...me, viewing } },
  });
  if (error !== undefined && error.status !== 404) throw error;
  await refresh();
}

/** Whatever shows viewings, or how many there are, follows. */
function refresh(): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      /\/viewings$|^\/api\/v1\/users\/\{user\}$/.test(String(path)),
  });
}
