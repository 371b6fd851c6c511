import { Dices } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { api } from '../api.ts';
import { useMyCount } from '../mine/mine.ts';
import { pathTo } from '../paths.ts';
import { FEWEST_FOR_TASTE } from '../predictions/fewest.ts';
import { kindOf, yearsOf } from '../predictions/kind.ts';
import { useUser } from '../session/session.ts';
import { More, PAGES } from '../ui/more.tsx';
import { usePageTitle } from '../ui/page-title.tsx';
import { SignInFirst } from '../ui/sign-in-first.tsx';
import { Empty, Problem } from '../ui/states.tsx';
import { Filters } from './charts/filters.tsx';
import { Pick, PickSkeleton } from './for-you/pick.tsx';
import { Tabs } from './for-you/tabs.tsx';
import { useSetAside } from './for-you/use-set-aside.ts';

const FILMS = 18;
const SURPRISES = 6;
const PLACES = ['a', 'b', 'c', 'd', 'e', 'f'];
const GRID = 'grid gap-4 lg:grid-cols-2';

/** What I have not rated and will like, the best first, each with why. */
export function ForYouPage() {
  const { t } = useTranslation('predictions');
  const user = useUser();
  usePageTitle(t('forYou'));
  return (
    <>
      <h1 className="title">{t('forYou')}</h1>
      {user === null ? (
        <SignInFirst />
      ) : (
        <>
          <Tabs here="/for-you" />
          <Picks />
        </>
      )}
    </>
  );
}

function Picks() {
  const { t } = useTranslation('predictions');
  const [query, setQuery] = useSearchParams();
  const left = FEWEST_FOR_TASTE - useMyCount();
  const isSurprise = query.has('surprise');
  const { aside, setAside } = useSetAside();
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/users/me/recommendations',
    {
      params: {
        query: {
          ...kindOf(query),
          ...(isSurprise ? { surprise: true, limit: SURPRISES } : { limit: FILMS }),
        },
      },
    },
    // What was drawn by chance stays until others are wanted.
    { ...PAGES, staleTime: isSurprise ? Number.POSITIVE_INFINITY : 0 },
  );
  const all = list.data?.pages.flatMap(({ items }) => items) ?? [];
  // A rating between two pages may move a film to the second.
  const picks = [...new Map(all.map((pick) => [pick.movie.id, pick])).values()];
  const shown = picks.filter(({ movie }) => !aside.has(movie.id));
  const hasNoModel = picks.length > 0 && picks.every(({ prediction }) => prediction === null);
  const setSurprise = (next: boolean) =>
    setQuery((before) => {
      const after = new URLSearchParams(before);
      if (next) after.set('surprise', '');
      else after.delete('surprise');
      return after;
    });
  return (
    <>
      <div className="mt-6 mb-8 flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-prose text-soft" role="status">
          {left > 0
            ? t('toGoForYou', { count: left })
            : hasNoModel
              ? t('noModelForYou')
              : t(isSurprise ? 'surpriseText' : 'forYouText')}
        </p>
        <div className="flex flex-wrap gap-2 max-sm:w-full">
          <Filters />
          {isSurprise && (
            <button type="button" className="button-bare" onClick={() => setSurprise(false)}>
              {t('backToList')}
            </button>
          )}
          <button
            type="button"
            className="button-quiet max-sm:grow"
            disabled={isSurprise && list.isFetching}
            onClick={() => (isSurprise ? void list.refetch() : setSurprise(true))}
          >
            <Dices className="size-4" aria-hidden="true" />
            {t(isSurprise ? 'surpriseAgain' : 'surprise')}
          </button>
        </div>
      </div>
      {list.error ? (
        <Problem error={list.error} onRetry={list.refetch} />
      ) : list.data === undefined ? (
        <div className={GRID}>
          {PLACES.map((place) => (
            <PickSkeleton key={place} />
          ))}
        </div>
      ) : shown.length === 0 && !list.hasNextPage ? (
        <Empty title={t(yearsOf(query) || query.has('genre') ? 'noneSuch' : 'noneLeft')}>
          <Link href={pathTo('/for-you')} className="button-quiet">
            {t('showAll')}
          </Link>
        </Empty>
      ) : (
        <ul className={GRID}>
          {shown.map((pick) => (
            <li key={pick.movie.id} className="min-w-0">
              <Pick pick={pick} onSetAside={() => setAside(pick.movie)} />
            </li>
          ))}
        </ul>
      )}
      <More list={list} />
    </>
  );
}
