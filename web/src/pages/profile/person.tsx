import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { personQuery } from '../../api.ts';
import { type Path, pathTo } from '../../paths.ts';
import { type User, useUser } from '../../session/session.ts';
import { usePageTitle } from '../../ui/page-title.tsx';
import { SignInFirst } from '../../ui/sign-in-first.tsx';
import { Empty, Problem, TitleSkeleton } from '../../ui/states.tsx';

/** The pages about somebody, and what they are called; another would be added here. */
const PAGES = [
  ['/user/:user', 'ratings', 'ratings'],
  ['/user/:user/diary', 'diary', 'common:diary'],
  ['/user/:user/watchlist', 'watchlist', 'common:watchlist'],
  ['/user/:user/favourites', 'favourites', 'common:favourites'],
  ['/user/:user/statistics', 'statistics', 'statistics'],
] as const satisfies readonly (readonly [Path, string, string])[];

export type Here = (typeof PAGES)[number][1];
/**
 * `name` is a handle, an id, or `me`. `person` is undefined until it is known who that is, and whether one may know:
 * nothing else is asked before.
 */
export type Whose = { name: string; isMine: boolean; person: User | undefined };

type Props = { name: string; here: Here; children(whose: Whose): ReactNode };

/** What the pages about somebody have in common: who it is, the way between them, and words for nobody. */
export function Person({ name, here, children }: Props) {
  const { t } = useTranslation(['person', 'common']);
  const me = useUser();
  const isMine =
    me !== null && ['me', me.handle.toLowerCase(), String(me.id)].includes(name.toLowerCase());
  const isMeless = name === 'me' && me === null;
  const { data, error, refetch } = useQuery({
    ...personQuery(name),
    enabled: !isMeless,
    ...(isMine && { placeholderData: me }),
  });
  const title = t(PAGES.find(([, what]) => what === here)![2]);
  const isNobody = (error as { status?: number } | null)?.status === 404;
  const of = data && (here === 'ratings' ? data.displayName : `${title}: ${data.displayName}`);
  usePageTitle(isNobody ? t('nobody') : of);
  if (isMeless) return <SignInFirst />;
  if (isNobody) {
    return (
      <>
        <h1 className="sr-only">{name}</h1>
        <Empty title={t('nobody')}>
          <p>{t('nobodyText')}</p>
          <Link href={pathTo('/')} className="button-quiet">
            {t('common:toHome')}
          </Link>
        </Empty>
      </>
    );
  }
  if (error) return <Problem error={error} onRetry={refetch} />;
  return (
    <>
      <header className="mb-8">
        {data === undefined ? (
          <TitleSkeleton />
        ) : (
          <h1 className="title flex flex-wrap items-center gap-3 wrap-anywhere" dir="auto">
            {data.displayName}
            {data.privacy === 'private' && (
              <span className="flex items-center gap-1.5 rounded-full bg-raised px-3 py-1 text-sm font-medium tracking-normal text-soft">
                <Lock className="size-3.5" aria-hidden="true" />
                {t('private')}
              </span>
            )}
          </h1>
        )}
        <nav aria-label={t('pagesOf')} className="tabs mt-4">
          {PAGES.map(([path, what, title]) => (
            <Link
              key={path}
              href={pathTo(path, { user: name })}
              ref={what === here ? bringIntoSight : undefined}
              aria-current={what === here ? 'page' : undefined}
              className="tab"
            >
              {t(title)}
            </Link>
          ))}
        </nav>
      </header>
      {children({ name, isMine, person: data })}
    </>
  );
}

/** On a phone not all of them fit beside each other. */
function bringIntoSight(tab: HTMLElement | null): void {
  const row = tab?.parentElement;
  if (!row) return;
  // Where it is is known once all is laid out, which is not done for this alone.
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    const middle = tab.offsetLeft - row.offsetLeft + tab.offsetWidth / 2;
    row.scrollLeft = middle - row.clientWidth / 2;
  });
  observer.observe(row);
}
