import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api } from '../../api.ts';
import { date, starsText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { useUser } from '../../session/session.ts';
import { More, PAGES } from '../../ui/more.tsx';
import { useScoreHidden } from '../../ui/score-badge.tsx';
import { StarRow } from '../../ui/star-row.tsx';
import { Problem } from '../../ui/states.tsx';

const RATINGS = 10;

/** What others gave it, as far as they show it. */
export function Others({ movie }: { movie: string }) {
  const { t } = useTranslation(['film', 'common']);
  const me = useUser();
  const isHidden = useScoreHidden(movie);
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/movies/{movie}/ratings',
    { params: { path: { movie }, query: { limit: RATINGS } } },
    { ...PAGES, enabled: !isHidden },
  );
  // In steps, between which the browser can do other things.
  const told = useDeferredValue(list.data?.pages);
  const pages = isHidden ? undefined : told;
  const ratings = pages?.flatMap(({ items }) => items).filter(({ userId }) => userId !== me?.id);
  return (
    <section aria-labelledby="others" className="mt-10">
      <h2 id="others" className="heading">
        {t('publicRatings')}
      </h2>
      {isHidden && <p className="mt-3 text-faint">{t('othersHidden')}</p>}
      {list.error && <Problem error={list.error} onRetry={list.refetch} />}
      {ratings?.length === 0 && <p className="mt-3 text-faint">{t('noPublic')}</p>}
      <ul className="mt-2 divide-y divide-line">
        {ratings?.map(({ userId, stars, note, ratedAt, user }) => (
          <li key={userId} className="py-3">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={pathTo('/user/:user', { user: user.handle })}
                className="font-semibold wrap-anywhere hover:underline sm:w-44 md:w-24 lg:w-44"
              >
                {user.displayName}
              </Link>
              <StarRow stars={stars} className="h-4" />
              <span className="figures text-sm font-semibold text-star-text" aria-hidden="true">
                {starsText(stars)}
              </span>
              <span className="sr-only">{t('common:stars', { count: stars })}</span>
              <time dateTime={ratedAt} className="ml-auto text-sm text-faint">
                {date(ratedAt)}
              </time>
            </div>
            {note && (
              <p dir="auto" className="mt-1 whitespace-pre-line text-soft wrap-anywhere">
                {note}
              </p>
            )}
          </li>
        ))}
      </ul>
      {!isHidden && <More list={list} />}
    </section>
  );
}
