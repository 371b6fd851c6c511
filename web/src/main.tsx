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

/** When the page has all that it needs itself. */
function workOffline(): void {
  void import('./offline/register.ts').then(({ register }) => register()).catch(() => {});
}
if (import.meta.env.PROD) {
  if (document.readyState === 'complete') workOffline();
  else addEventListener('load', workOffline);
}
