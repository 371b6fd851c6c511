import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { client, type Shape } from '../api.ts';
import { type MarkList, useMyMarks } from '../mine/marks.ts';
import { number } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import { useUser } from '../session/session.ts';
import { cardOf, FilmCard, Wall } from '../ui/film-card.tsx';
import { LongWall } from '../ui/long-wall.tsx';
import { Empty, Problem } from '../ui/states.tsx';
import { useLongList } from '../ui/use-long-list.ts';
import { Clear } from './marked/clear.tsx';
import { Corner } from './marked/corner.tsx';
import { Sorting, sortOf } from './marked/sorting.tsx';
import { Person, type Whose } from './profile/person.tsx';

const A_PAGE = 100;
const EAGER = 6;

type Params = { params: Record<string, string> };

/** Somebody's favourites, with the stars that were given. */
export function FavouritesPage({ params }: Params) {
  return <MarkedPage list="favourites" name={params.user ?? ''} />;
}

/** What somebody means to see. */
export function WatchlistPage({ params }: Params) {
  return <MarkedPage list="watchlist" name={params.user ?? ''} />;
}

function MarkedPage({ list, name }: { list: MarkList; name: string }) {
  return (
    <Person key={`${list} ${name}`} name={name} here={list}>
      {(whose) => <Marked list={list} {...whose} />}
    </Person>
  );
}

function Marked({ list: which, name, isMine, person }: Whose & { list: MarkList }) {
  const { t } = useTranslation(['person', 'common']);
  const me = useUser();
  const [query] = useSearchParams();
  const sort = sortOf(query);
  const list = useLongList<Shape<'Favourite'>>({
    about: [which, name, sort],
    fetchPage: (cursor, signal) =>
      client.GET(`/api/v1/users/{user}/${which}`, {
        params: { path: { user: name }, query: { sort, limit: A_PAGE, ...(cursor && { cursor }) } },
        signal,
      }),
  });
  const { items, error } = list;
  const names = useMyMarks(which);
  const cards = useMemo(
    () => items?.map(({ movie, stars }) => ({ film: cardOf(movie), stars })),
    [items],
  );
  // What I take away is gone at once, and back in its place if I think better of it.
  const kept = useMemo(() => new Set(names), [names]);
  const films =
    isMine && names !== undefined ? cards?.filter(({ film }) => kept.has(film.name)) : cards;
  const total = list.total - (cards?.length ?? 0) + (films?.length ?? 0);
  const mayClear =
    which === 'favourites' && me?.role === 'ADMIN' && !isMine && person !== undefined && total > 0;
  return (
    <section aria-labelledby="wall">
      <h2 id="wall" className="sr-only">
        {t(`common:${which}`)}
      </h2>
      <div className="flex flex-wrap items-center justify-between gap-3">
        {(films === undefined || total > 0) && <Sorting />}
        {mayClear && <Clear person={person} count={total} onCleared={list.onRefresh} />}
      </div>
      <p role="status" className="figures mt-4 mb-5 min-h-5 text-sm text-faint">
        {films && total > 0 && t('films', { count: total, shown: number(total) })}
      </p>
      {error && films === undefined ? (
        <Problem error={error} onRetry={list.onRefresh} />
      ) : films === undefined ? (
        <Wall films={undefined} />
      ) : total > 0 ? (
        <LongWall {...list} items={films} total={total} keyOf={({ film }) => film.name}>
          {({ film, stars }, place) => (
            <div className="relative">
              <FilmCard
                film={film}
                eager={place < EAGER}
                {...(isMine ? { mine: stars } : { given: stars })}
              />
              {me && <Corner list={which} name={film.name} title={film.title} />}
            </div>
          )}
        </LongWall>
      ) : (
        <Empty title={t(`none_${which}`)}>
          {isMine && (
            <>
              <p>{t(`noneMine_${which}`)}</p>
              <Link href={pathTo('/search')} className="button-main">
                {t('findFilms')}
              </Link>
            </>
          )}
        </Empty>
      )}
    </section>
  );
}
