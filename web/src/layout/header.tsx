import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { pathTo } from '../paths.ts';
import { useUser } from '../session/session.ts';
import { AccountMenu } from './account-menu.tsx';
import { openOverlay } from './overlay.ts';

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Header() {
  const { t } = useTranslation();
  const user = useUser();
  return (
    <header className="sticky top-0 z-40 short:static border-b border-line/60 bg-ground">
      <div className="mx-auto flex h-16 max-w-7xl items-center gap-2 px-4 sm:px-6 lg:px-8">
        <Link
          href={pathTo('/')}
          className="mr-2 flex items-center gap-2.5 rounded-lg text-lg font-extrabold tracking-tight"
        >
          <img src="/icon.svg" alt="" width="28" height="28" className="rounded-lg" />
          Halfstar
        </Link>
        <nav aria-label={t('mainNav')} className="hidden items-center md:flex">
          <NavLink href={pathTo('/charts/:chart', { chart: 'best' })} under="/charts">
            {t('charts')}
          </NavLink>
          {user && <NavLink href={pathTo('/for-you')}>{t('forYou')}</NavLink>}
          <NavLink href={pathTo('/rapid')}>{t('rapid')}</NavLink>
          {user && (
            <>
              <NavLink href={pathTo('/user/:user', { user: user.handle })}>{t('profile')}</NavLink>
              {/* On tablets there is no room for it beside the search; the account's menu has it too. */}
              <span className="max-lg:hidden">
                <NavLink href={pathTo('/user/:user/favourites', { user: user.handle })}>
                  {t('favourites')}
                </NavLink>
              </span>
            </>
          )}
        </nav>
        <button
          type="button"
          onClick={() => openOverlay({ kind: 'palette' })}
          className="ml-auto flex min-h-11 items-center gap-2.5 rounded-full border-line px-3 text-sm text-faint hover:bg-raised hover:text-ink md:w-44 md:border lg:w-60 md:bg-surface"
        >
          <Search className="size-5 md:size-4" aria-hidden="true" />
          <span className="max-md:sr-only">{t('searchFilms')}</span>
          <kbd className="ml-auto hidden font-sans text-xs text-faint md:inline">
            {IS_MAC ? '⌘K' : 'Ctrl K'}
          </kbd>
        </button>
        <AccountMenu />
      </div>
    </header>
  );
}

function NavLink({
  href,
  under = href,
  children,
}: {
  href: string;
  under?: string;
  children: string;
}) {
  const [path] = useLocation();
  const isHere = path === href || (under !== href && path.startsWith(under));
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className="button-bare aria-[current=page]:text-ink max-lg:px-2"
    >
      {children}
    </Link>
  );
}
