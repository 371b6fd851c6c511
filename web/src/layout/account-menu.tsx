import { CircleUserRound } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { pathTo } from '../paths.ts';
import { signOut, useUser } from '../session/session.ts';
import { openOverlay } from './overlay.ts';

/** Where my things are; for who is not signed in, the way in. */
export function AccountMenu() {
  const { t } = useTranslation();
  const user = useUser();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [path] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes whenever one has gone somewhere
  useEffect(() => menu.current?.hidePopover(), [path]);
  if (user === null) {
    return (
      <button
        type="button"
        onClick={() => openOverlay({ kind: 'sign-in' })}
        className="button-quiet"
      >
        {t('signIn')}
      </button>
    );
  }
  const item =
    'flex min-h-11 w-full items-center rounded-xl px-3 text-left text-sm font-medium text-soft hover:bg-raised hover:text-ink';
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={t('menu')}
        className="grid size-11 shrink-0 place-items-center rounded-full text-soft hover:bg-raised hover:text-ink"
      >
        <CircleUserRound className="size-6" aria-hidden="true" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="fixed inset-auto top-15 right-[max(1rem,calc(50vw-40rem+2rem))] m-0 max-h-[calc(100dvh-4.5rem)] w-60 rounded-2xl border border-line bg-surface p-2 text-ink shadow-lift"
      >
        <p className="truncate px-3 py-2 text-sm text-faint">{user.displayName}</p>
        <Link className={item} href={pathTo('/user/:user', { user: user.handle })}>
          {t('profile')}
        </Link>
        <Link className={item} href={pathTo('/user/:user/favourites', { user: user.handle })}>
          {t('favourites')}
        </Link>
        <Link className={item} href={pathTo('/user/:user/watchlist', { user: user.handle })}>
          {t('watchlist')}
        </Link>
        <Link className={item} href={pathTo('/user/:user/diary', { user: user.handle })}>
          {t('diary')}
        </Link>
        <Link className={item} href={pathTo('/rapid')}>
          {t('rapid')}
        </Link>
        <Link className={`${item} md:hidden`} href={pathTo('/charts/:chart', { chart: 'best' })}>
          {t('charts')}
        </Link>
        <Link className={item} href={pathTo('/add')}>
          {t('addFilm')}
        </Link>
        <Link className={item} href={pathTo('/imports')}>
          {t('imports')}
        </Link>
        <Link className={item} href={pathTo('/account')}>
          {t('account')}
        </Link>
        {user.role === 'ADMIN' && (
          <Link className={item} href={pathTo('/admin')}>
            {t('admin')}
          </Link>
        )}
        <hr className="my-2 border-line" />
        <button type="button" className={item} onClick={() => void signOut()}>
          {t('signOut')}
        </button>
      </div>
    </>
  );
}
