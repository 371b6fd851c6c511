import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { api } from '../api.ts';
import { NotFound } from '../layout/not-found.tsx';
import { pathTo } from '../paths.ts';
import { cardOf, Wall } from '../ui/film-card.tsx';
import { More, PAGES } from '../ui/more.tsx';
import { usePageTitle } from '../ui/page-title.tsx';
import { Empty, Problem } from '../ui/states.tsx';
import { Filters } from './charts/filters.tsx';

const CHARTS = ['best', 'divisive', 'gems', 'rising'] as const;
type Chart = (typeof CHARTS)[number];
const FILMS = 36;

export function ChartsPage({ params }: { params: Record<string, string> }) {
  const chart = CHARTS.find((one) => one === params.chart);
  return chart === undefined ? <NotFound /> : <ChartPage chart={chart} />;
}

function ChartPage({ chart }: { chart: Chart }) {
  const { t } = useTranslation('charts');
  const [query] = useSearchParams();
  const genre = query.get('genre') ?? undefined;
  const decade = Number(query.get('decade')) || undefined;
  usePageTitle(`${t(chart)}`);
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/charts/{chart}',
    {
      params: {
        path: { chart },
        query: { limit: FILMS, ...(genre && { genre }), ...(decade && { decade }) },
      },
    },
    PAGES,
  );
  const films = list.data?.pages.flatMap(({ items }) => items.map(({ movie }) => cardOf(movie)));
  return (
    <>
      <h1 className="title">{t('title')}</h1>
      <nav aria-label={t('which')} className="tabs mt-4">
        {CHARTS.map((one) => (
          <Link
            key={one}
            href={pathTo('/charts/:chart', { chart: one })}
            aria-current={one === chart ? 'page' : undefined}
            className="tab"
          >
            {t(one)}
          </Link>
        ))}
      </nav>
      <div className="mt-6 mb-8 flex flex-wrap items-center justify-between gap-4">
        <p className="text-soft">{t(`${chart}Text`)}</p>
        <Filters />
      </div>
      {list.error ? (
        <Problem error={list.error} onRetry={list.refetch} />
      ) : films?.length === 0 ? (
        <Empty title={t('none')}>
          <p>{t('noneText')}</p>
          <Link href={pathTo('/rapid')} className="button-main">
            {t('rateFilms')}
          </Link>
        </Empty>
      ) : (
        <Wall films={films} places={24} ranked />
      )}
      <More list={list} />
    </>
  );
}
