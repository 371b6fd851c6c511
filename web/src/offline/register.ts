import i18next from 'i18next';
import { currentUser, onSession } from '../session/session.ts';
import { toast } from '../ui/toasts.ts';

const HOUR_MS = 60 * 60_000;
/** Long enough to finish a sentence. */
const TOLD_MS = 30_000;

/** Makes the page work without a network; called once. */
export async function register(): Promise<void> {
  const { serviceWorker } = navigator;
  // Only where the page is served safely is there one.
  if (serviceWorker === undefined) return;
  const tellUser = () =>
    serviceWorker.controller?.postMessage({ user: String(currentUser()?.id ?? 0) });
  onSession(tellUser);
  serviceWorker.addEventListener('controllerchange', tellUser);
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ shell: string[] }>) => {
    if (!isOf(data.shell)) tellOfNewer();
  });
  serviceWorker.startMessages();
  tellUser();
  const registration = await serviceWorker.register('/sw.js');
  window.setInterval(() => void registration.update().catch(() => {}), HOUR_MS);
}

/** Whether the page that is open is of the release with these files. */
function isOf(shell: readonly string[]): boolean {
  const entry = document.querySelector<HTMLScriptElement>('script[type=module]');
  return entry === null || shell.includes(new URL(entry.src).pathname);
}

function tellOfNewer(): void {
  const label = i18next.t('common:reload');
  toast(i18next.t('common:newVersion'), { label, run: () => location.reload() }, TOLD_MS);
}
