import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { onTold, rate } from '../mine/mine.ts';
import { starsText } from '../numbers.ts';
import { ToastRegion } from '../ui/toast-region.tsx';
import { toast } from '../ui/toasts.ts';
import { loadWords } from '../words/words.ts';
import { closeOverlay, openOverlay, useOverlay } from './overlay.ts';
import { useShortcuts } from './shortcuts.ts';

const Palette = lazy(async () => {
  const [{ Palette }] = await Promise.all([import('../palette/palette.tsx'), loadWords('search')]);
  return { default: Palette };
});
const Shortcuts = lazy(async () => {
  const [{ Shortcuts }] = await Promise.all([import('./shortcut-sheet.tsx'), loadWords('search')]);
  return { default: Shortcuts };
});
const SignIn = lazy(async () => {
  const [{ SignInDialog }] = await Promise.all([
    import('../session/sign-in-dialog.tsx'),
    loadWords('session'),
  ]);
  return { default: SignInDialog };
});

/** Dialogs, which are fetched when they are first wanted, and what is said in passing. */
export function Overlays() {
  const overlay = useOverlay();
  useShortcuts();
  useTellings();
  return (
    <>
      <Suspense fallback={null}>
        {overlay?.kind === 'palette' && <Palette onClose={closeOverlay} />}
        {overlay?.kind === 'shortcuts' && <Shortcuts onClose={closeOverlay} />}
        {overlay?.kind === 'sign-in' && <SignIn film={overlay.film} onClose={closeOverlay} />}
      </Suspense>
      <ToastRegion />
    </>
  );
}

/** Says what came of a rating, and offers to take it back. */
function useTellings(): void {
  const { t } = useTranslation();
  useEffect(() => {
    onTold((told) => {
      const { wish } = told;
      const { title } = wish;
      const stars = wish.stars === null ? '–' : `${starsText(wish.stars)} ★`;
      if (told.kind === 'refused') return toast(t('refused', { title, why: told.why }));
      if (told.kind === 'signed-out') return openOverlay({ kind: 'sign-in', film: title });
      const text =
        told.kind === 'waits'
          ? t('keptOffline', { title, stars })
          : wish.stars === null
            ? t('unrated', { title })
            : t('rated', { title, stars });
      const undo = () => rate(wish, told.before, { undoes: wish.at });
      toast(text, { label: t('undo'), run: undo });
    });
  }, [t]);
}
