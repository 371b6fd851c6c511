export type Toast = { id: number; text: string; action?: { label: string; run(): void } };

const LASTS_MS = 6000;

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function show(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export const currentToasts = () => toasts;

export function listenToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says something at the edge of the page for `lastsMs`; no more than two things at a time. */
export function toast(text: string, action?: Toast['action'], lastsMs = LASTS_MS): void {
  last += 1;
  const id = last;
  show([...toasts.slice(-1), { id, text, ...(action && { action }) }]);
  window.setTimeout(() => dismiss(id), lastsMs);
}

export function dismiss(id: number): void {
  show(toasts.filter((one) => one.id !== id));
}
