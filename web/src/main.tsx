import './style.css';
import './early.ts';
import './first-paint.ts';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startPlaces } from './layout/places.ts';
import { startMine } from './mine/mine.ts';
import { checkSession } from './session/session.ts';
import { loadWords, startWords } from './words/words.ts';

/** Most pages are whole by then, on slow phones and lines too. */
const SETTLED_MS = 8000;

void checkSession().catch(() => {});
startMine();
startPlaces();
void begin();

async function begin(): Promise<void> {
  await startWords();
  await loadWords('common');
  const root = createRoot(document.getElementById('page')!);
  // In steps, between which the browser can do other things.
  startTransition(() =>
    root.render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}

function workOffline(): void {
  void import('./offline/register.ts').then(({ register }) => register()).catch(() => {});
}
/**
 * It fetches every file there is: on a first visit that would take time and line from what is waited for. Who turns away
 * sooner waits for nothing, and may come back without a network.
 */
function workOfflineSoon(): void {
  const isFirst = !navigator.serviceWorker?.controller;
  const settled = new Promise((resolve) => {
    setTimeout(resolve, isFirst ? SETTLED_MS : 0);
    document.addEventListener('visibilitychange', resolve, { once: true });
  });
  void settled.then(workOffline);
}
if (import.meta.env.PROD) {
  if (document.readyState === 'complete') workOfflineSoon();
  else addEventListener('load', workOfflineSoon);
}
