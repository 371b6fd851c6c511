import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { client, queries, type Shape } from '../api.ts';
import { toast } from '../ui/toasts.ts';

export type User = Shape<'User'>;

/** Who was signed in last in this browser: the cookie itself is none of a script's business. */
const KEPT = 'halfstar/user';
/** What a session that has ended already is answered with. */
const ENDED = 401;

let user: User | null = read();
const listeners = new Set<() => void>();

/** The one who is signed in, or null. */
export function currentUser(): User | null {
  return user;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUser(): User | null {
  return useSyncExternalStore(onSession, currentUser);
}

/** From now on this is who is signed in. All that was fetched for another is forgotten. */
export function setUser(next: User | null): void {
  const before = user;
  user = next;
  if (next === null) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, JSON.stringify(next));
  follow(before);
}

/** Asks the service whether the session still stands. Who never signed in here is not asked about. */
export async function checkSession(): Promise<void> {
  if (user === null) return;
  const { data, response } = await client.GET('/api/v1/sessions/current');
  if (data) setUser(data.user);
  else if (response.status === 401) setUser(null);
}

/** Only the service can end a session: where it cannot be reached, or refuses, one is told so and stays signed in. */
export async function signOut(): Promise<void> {
  try {
    const { response } = await client.DELETE('/api/v1/sessions/current');
    if (!response.ok && response.status !== ENDED) {
      return toast(i18next.t('common:problemBusy'));
    }
  } catch {
    return toast(i18next.t('common:problemOffline'));
  }
  setUser(null);
}

/** Another tab signs in or out. */
addEventListener('storage', ({ key }) => {
  if (key !== KEPT) return;
  const next = read();
  if (next?.id === user?.id) return;
  const before = user;
  user = next;
  follow(before);
});

function follow(before: User | null): void {
  const isAnother = before?.id !== user?.id;
  if (isAnother && user !== null) void queries.resetQueries();
  for (const listener of listeners) listener();
  // Once nothing is shown any more that only they may ask for.
  if (isAnother && user === null) window.setTimeout(() => void queries.resetQueries());
}

function read(): User | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as User | null;
  } catch {
    return null;
  }
}
