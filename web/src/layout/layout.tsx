import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { pathTo } from '../paths.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { placeToReturnTo } from './places.ts';
import { TabBar } from './tab-bar.tsx';

/** Where nothing else shall be on the screen. */
const BARE = pathTo('/rapid');

/** What is around every page. Going to another moves the focus there, as a page of its own would. */
export function Layout({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    // Unless the page begins with a field, which has it by then.
    if (!main.current?.querySelector('input:focus')) main.current?.focus({ preventScroll: true });
    if (placeToReturnTo() === 0) window.scrollTo(0, 0);
  }, [path]);
  if (path === BARE) {
    return (
      <main ref={main} id="content" tabIndex={-1} className="min-h-dvh px-4 py-3 sm:py-6">
        {children}
      </main>
    );
  }
  return (
    <>
      <a
        href="#content"
        className="button-main fixed top-2 left-2 z-60 -translate-y-20 focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <Header />
      <main
        ref={main}
        id="content"
        tabIndex={-1}
        className="mx-auto min-h-[calc(100dvh-4rem)] w-full max-w-7xl px-4 pt-6 pb-16 sm:px-6 sm:pt-10 lg:px-8"
      >
        {children}
      </main>
      <Footer />
      <TabBar />
    </>
  );
}
