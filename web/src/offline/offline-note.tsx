import { CloudOff } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useWaiting } from '../mine/mine.ts';
import { useUser } from '../session/session.ts';

/** Longer than sending takes when all is well. */
const PATIENCE_MS = 4000;

/** That there is no network, and how many ratings wait for one. */
export function OfflineNote() {
  const { t } = useTranslation();
  const isOnline = useSyncExternalStore(listen, () => navigator.onLine);
  const isSignedIn = useUser() !== null;
  const waiting = useWaiting();
  const isStuck = useLasting(isSignedIn && waiting > 0);
  if (isOnline && !isStuck) return null;
  const texts = [!isOnline && t('offlineTitle'), waiting > 0 && t('waiting', { count: waiting })];
  return (
    <p className="flex min-h-9 max-w-full items-center gap-2.5 rounded-full border border-line bg-surface px-4 py-1.5 text-sm text-soft shadow-lift">
      <CloudOff className="size-4 shrink-0 text-faint" aria-hidden="true" />
      <span className="figures">{texts.filter(Boolean).join(' · ')}</span>
    </p>
  );
}

function listen(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** Whether it has been so for a while. */
function useLasting(isSo: boolean): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isSo) return setLasting(false);
    const timer = window.setTimeout(() => setLasting(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, [isSo]);
  return isLasting;
}
