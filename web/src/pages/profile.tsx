import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { useMyCount } from '../mine/mine.ts';
import { number } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import { ratingsQuery, wantedOf } from '../ratings.ts';
import { useUser } from '../session/session.ts';
import { cardOf, FilmCard, Wall } from '../ui/film-card.tsx';
import { LongWall } from '../ui/long-wall.tsx';
import { Empty, Problem, Skeleton } from '../ui/states.tsx';
import { useLongList } from '../ui/use-long-list.ts';
import { loadWords } from '../words/words.ts';
import { Facts } from './profile/facts.tsx';
import { Filters } from './profile/filters.tsx';
import { Person, type Whose } from './profile/person.tsx';

const TasteMatch = lazy(async () => {
  const [{ TasteMatch }] = await Promise.all([
    import('./profile/taste-match.tsx'),
    loadWords('predictions'),
  ]);
  return { default: TasteMatch };
});

const EAGER = 6;
const CALM_MS = 300;

/** Somebody's films as a wall, with the stars that were given. */
export function ProfilePage({ params }: { params: Record<string, string> }) {
  const name = params.user ?? '';
  const me = useUser();
  return (
    <Person key={name} name={name} here="ratings">
      {(whose) => (
        <>
          <Facts name={name} person={whose.person} />
          {me !== null && !whose.isMine && whose.person !== undefined && (
            <Suspense fallback={<Skeleton className="mb-8 h-44 w-full rounded-2xl md:mb-10" />}>
              <TasteMatch handle={whose.person.handle} />
            </Suspense>
          )}
          <Ratings {...whose} />
        </>
      )}
    </Person>
  );
}

function Ratings({ name, isMine }: Whose) {
  const { t } = useTranslation(['person', 'common']);
  const [query] = useSearchParams();
  const wanted = wantedOf(query);
  const list = useLongList(ratingsQuery(name, wanted));
  const { error } = list;
  // In steps, between which the browser can do other things.
  const items = useDeferredValue(list.items);
  const total = useDeferredValue(list.total);
  const films = useMemo(
    () => items?.map(({ movie, stars }) => ({ film: cardOf(movie), stars })),
    [items],
  );
  useNewRatings(isMine, list.onRefresh);
  const { sort: _, ...narrowed } = wanted;
  const isNarrowed = Object.keys(narrowed).length > 0;
  return (
    <section aria-labelledby="wall">
      <h2 id="wall" className="sr-only">
        {t('ratings')}
      </h2>
      {(films === undefined || total > 0 || isNarrowed) && <Filters />}
      <p role="status" className="figures mt-4 mb-5 min-h-5 text-sm text-faint">
        {films && (total > 0 || isNarrowed) && t('films', { count: total, shown: number(total) })}
      </p>
      {error && films === undefined ? (
        <Problem error={error} onRetry={list.onRefresh} />
      ) : films === undefined ? (
        <Wall films={undefined} places={24} />
      ) : total > 0 ? (
        <LongWall {...list} total={total} items={films} keyOf={({ film }) => film.name}>
          {({ film, stars }, place) => (
            <FilmCard
              film={film}
              eager={place < EAGER}
              {...(isMine ? { mine: stars } : { given: stars })}
            />
          )}
        </LongWall>
      ) : isNarrowed ? (
        <Empty title={t('noneSuch')}>
          <Link href={pathTo('/user/:user', { user: name })} className="button-quiet">
            {t('showAll')}
          </Link>
        </Empty>
      ) : (
        <Empty title={isMine ? t('noneMine') : t('none')}>
          {isMine && (
            <div className="flex flex-wrap justify-center gap-2">
              <Link href={pathTo('/rapid')} className="button-main">
                {t('rateFilms')}
              </Link>
              <Link href={pathTo('/imports')} className="button-quiet">
                {t('common:imports')}
              </Link>
            </div>
          )}
        </Empty>
      )}
    </section>
  );
}

/** What I rate elsewhere meanwhile appears, unless I am further down, where nothing shall move. */
function useNewRatings(isMine: boolean, onRefresh: () => void): void {
  const count = useMyCount();
  const seen = useRef(count);
  const refresh = useRef(onRefresh);
  refresh.current = onRefresh;
  useEffect(() => {
    if (!isMine || count <= seen.current) {
      seen.current = count;
      return;
    }
    // Many come at once when this device learns of them for the first time.
    const timer = window.setTimeout(() => {
      seen.current = count;
      if (window.scrollY < window.innerHeight / 2) refresh.current();
    }, CALM_MS);
    return () => window.clearTimeout(timer);
  }, [isMine, count]);
}
