import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import { cardOf, Wall } from '../ui/film-card.tsx';
import { More, PAGES } from '../ui/more.tsx';
import { usePageTitle } from '../ui/page-title.tsx';
import { Empty, Problem, TitleSkeleton } from '../ui/states.tsx';

const FILMS = 36;

/** The films that somebody made or plays in, the newest first. */
export function PersonPage({ params }: { params: Record<string, string> }) {
  const { t } = useTranslation('charts');
  const person = params.person ?? '';
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/movies',
    { params: { query: { person, sort: '-year', limit: FILMS } } },
    PAGES,
  );
  const movies = list.data?.pages.flatMap(({ items }) => items);
  // There is no page of a person's own facts: their films know the name.
  const name = movies
    ?.flatMap(({ directors, cast }) => [...directors, ...cast])
    .find(({ id }) => String(id) === person)?.name;
  usePageTitle(name);
  if (list.error) return <Problem error={list.error} onRetry={list.refetch} />;
  if (movies?.length === 0) return <Empty title={t('nobody')} />;
  return (
    <>
      {name === undefined ? <TitleSkeleton /> : <h1 className="title">{t('filmsOf', { name })}</h1>}
      <div className="mt-8">
        <Wall films={movies?.map(cardOf)} />
      </div>
      <More list={list} />
    </>
  );
}
