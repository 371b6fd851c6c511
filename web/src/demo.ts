import { useSyncExternalStore } from 'react';
import { client } from './api.ts';

let isDemo = false;
const listeners = new Set<() => void>();

client.use({
  onResponse({ response }) {
    if (isDemo || !response.headers.has('x-demo-mode')) return;
    isDemo = true;
    for (const listener of listeners) listener();
  },
});

/** Whether the service forgets everything when it stops, which each of its answers tells. */
export function useDemo(): boolean {
  return useSyncExternalStore(listen, () => isDemo);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
