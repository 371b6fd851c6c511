import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { pathTo } from '../../paths.ts';
import { useUser } from '../../session/session.ts';
import { usePageTitle } from '../../ui/page-title.tsx';
import { SignInFirst } from '../../ui/sign-in-first.tsx';
import { Empty } from '../../ui/states.tsx';

const PARTS = [
  ['/admin', 'overview'],
  ['/admin/users', 'users'],
  ['/admin/films', 'films'],
  ['/admin/health', 'health'],
] as const;

/** Around what ADMINs see; anybody else hears whom to ask. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['admin', 'common']);
  const user = useUser();
  const [path] = useLocation();
  const part = PARTS.find(([href]) => href === path)?.[1] ?? 'overview';
  usePageTitle(`${t(part)} · ${t('common:admin')}`);
  return (
    <div className="mx-auto max-w-5xl">
      <h1 className="title">{t('common:admin')}</h1>
      {user === null ? (
        <SignInFirst />
      ) : user.role === 'ADMIN' ? (
        <>
          <nav aria-label={t('parts')} className="tabs mt-4">
            {PARTS.map(([href, name]) => (
              <Link
                key={href}
                href={pathTo(href)}
                aria-current={name === part ? 'page' : undefined}
                className="tab"
              >
                {t(name)}
              </Link>
            ))}
          </nav>
          <div className="mt-8 min-h-dvh space-y-12">{children}</div>
        </>
      ) : (
        <Empty title={t('refusedTitle')}>
          <p>{t('refusedText')}</p>
          <Link href={pathTo('/')} className="button-quiet">
            {t('common:toHome')}
          </Link>
        </Empty>
      )}
    </div>
  );
}
