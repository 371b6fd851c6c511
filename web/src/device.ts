import { useSyncExternalStore } from 'react';

/** A choice that is kept on this device, and heard of by whatever shows it. */
function choice<Value extends string>(key: string, usual: Value, all: readonly Value[]) {
  const kept = `halfstar/${key}`;
  const listeners = new Set<() => void>();
  const read = (): Value => {
    const value = localStorage.getItem(kept) as Value | null;
    return value !== null && all.includes(value) ? value : usual;
  };
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    all,
    read,
    choose(value: Value): void {
      localStorage.setItem(kept, value);
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(listen, read),
  };
}

/** `theme.js` reads it before anything is painted. */
export const theme = choice('theme', 'dark', ['dark', 'light', 'system']);
export type Theme = ReturnType<typeof theme.read>;

export function chooseTheme(next: Theme): void {
  theme.choose(next);
  document.documentElement.dataset.theme = next;
}

/** Whether a film's score is hidden from me until I have rated it: what others think pulls at what one says. */
export const hideScores = choice('hide-scores', 'yes', ['yes', 'no']);
