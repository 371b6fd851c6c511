import { Clapperboard, House, type LucideIcon, Search, Sparkles, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { pathTo } from '../paths.ts';
import { useUser } from '../session/session.ts';

/** On phones, under the thumb. */
export function TabBar() {
  const { t } = useTranslation();
  const user = useUser();
  return (
    <nav
      aria-label={t('mainNav')}
      className="sticky bottom-0 z-40 short:static flex border-t border-line/60 bg-ground pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <Tab href={pathTo('/')} icon={House} text={t('home')} />
      <Tab href={pathTo('/search')} icon={Search} text={t('search')} />
      <Tab href={pathTo('/rapid')} icon={Sparkles} text={t('rate')} />
      {user === null ? (
        <Tab href={pathTo('/sign-in')} icon={UserRound} text={t('signIn')} />
      ) : (
        <>
          <Tab href={pathTo('/for-you')} icon={Clapperboard} text={t('forYou')} />
          <Tab
            href={pathTo('/user/:user', { user: user.handle })}
            icon={UserRound}
            text={t('profile')}
          />
        </>
      )}
    </nav>
  );
}

function Tab({ href, icon: Icon, text }: { href: string; icon: LucideIcon; text: string }) {
  const [path] = useLocation();
  return (
    <Link
      href={href}
      aria-current={path === href ? 'page' : undefined}
      className="flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-[0.6875rem] font-medium text-faint aria-[current=page]:text-star-text"
    >
      <Icon className="size-5.5" strokeWidth={1.8} aria-hidden="true" />
      <span className="max-w-full truncate px-0.5">{text}</span>
    </Link>
  );
}
