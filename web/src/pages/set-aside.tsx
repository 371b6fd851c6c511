import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api } from '../api.ts';
import { date } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import { useUser } from '../session/session.ts';
import { More, PAGES } from '../ui/more.tsx';
import { usePageTitle } from '../ui/page-title.tsx';
import { spokenTitle } from '../ui/poster-art.ts';
import { SignInFirst } from '../ui/sign-in-first.tsx';
import { Empty, Loading, Problem, Skeleton } from '../ui/states.tsx';
import { Tabs } from './for-you/tabs.tsx';
import { useSetAside } from './for-you/use-set-aside.ts';

const FILMS = 50;

/** What I set aside, and the way back from there. */
export function SetAsidePage() {
  const { t } = useTranslation('predictions');
  const user = useUser();
  usePageTitle(t('aside'));
  return (
    <>
      <h1 className="title">{t('forYou')}</h1>
      {user === null ? (
        <SignInFirst />
      ) : (
        <>
          <Tabs here="/set-aside" />
          <List />
        </>
      )}
    </>
  );
}

function List() {
  const { t } = useTranslation('predictions');
  const { bringBack } = useSetAside();
  const [back, setBack] = useState<ReadonlySet<number>>(new Set());
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/users/me/set-aside',
    { params: { query: { limit: FILMS } } },
    { ...PAGES, staleTime: 0 },
  );
  if (list.error) return <Problem error={list.error} onRetry={list.refetch} />;
  if (list.data === undefined) {
    return (
      <>
        <Loading />
        <Skeleton className="mt-8 h-64 w-full" />
      </>
    );
  }
  const items = list.data.pages.flatMap(({ items }) => items);
  if (items.length === 0) {
    return (
      <Empty title={t('asideNone')}>
        <p>{t('asideNoneText')}</p>
      </Empty>
    );
  }
  return (
    <>
      <p className="mt-6 text-soft">{t('asideText')}</p>
      <ul className="mt-4 divide-y divide-line">
        {items.map(({ movie, at }) => (
          <li key={movie.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 py-3">
            <span className="min-w-0 grow basis-64">
              <Link
                href={pathTo('/film/:movie', { movie: movie.id })}
                className="font-semibold wrap-anywhere hover:underline"
                dir="auto"
              >
                {spokenTitle(movie.title)}
              </Link>{' '}
              <span className="figures text-sm text-faint">{movie.year}</span>
            </span>
            <time dateTime={at} className="text-sm text-faint">
              {date(at)}
            </time>
            <button
              type="button"
              className="button-quiet ml-auto"
              aria-label={t('bringBackNamed', { title: spokenTitle(movie.title) })}
              disabled={back.has(movie.id)}
              onClick={async () => {
                if (await bringBack(movie)) setBack(new Set([...back, movie.id]));
              }}
            >
              {t(back.has(movie.id) ? 'isBack' : 'bringBack')}
            </button>
          </li>
        ))}
      </ul>
      <More list={list} />
    </>
  );
}
