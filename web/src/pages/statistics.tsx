import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, type Shape } from '../api.ts';
import { date, number, scoreText, starsText } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import { Histogram } from '../ui/histogram.tsx';
import { Empty, Problem, Skeleton } from '../ui/states.tsx';
import { genreName } from '../words/genres.ts';
import { Person, type Whose } from './profile/person.tsx';
import { Columns } from './statistics/columns.tsx';
import { Crowd } from './statistics/crowd.tsx';
import { Panel } from './statistics/panel.tsx';
import { Percentiles } from './statistics/percentiles.tsx';
import { Ranking } from './statistics/ranking.tsx';

/** What somebody's ratings tell, as pictures. */
export function StatisticsPage({ params }: { params: Record<string, string> }) {
  const name = params.user ?? '';
  return (
    <Person key={name} name={name} here="statistics">
      {(whose) => <Statistics {...whose} />}
    </Person>
  );
}

function Statistics({ name, isMine, person }: Whose) {
  const { t } = useTranslation('person');
  const { data, error, refetch } = api.useQuery(
    'get',
    '/api/v1/users/{user}/statistics',
    { params: { path: { user: name } } },
    { enabled: person !== undefined },
  );
  if (error) return <Problem error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeletons />;
  if (data.count === 0) {
    return (
      <Empty title={t('noStatistics')}>
        {isMine && (
          <Link href={pathTo('/rapid')} className="button-main">
            {t('rateFilms')}
          </Link>
        )}
      </Empty>
    );
  }
  return <Pictures {...data} />;
}

function Pictures(data: Shape<'Statistics'>) {
  const { t } = useTranslation('person');
  const { count, mean, median, histogram, genres, decades, years, directors, actors } = data;
  const { crowd, percentiles, overTime, months } = data;
  return (
    <div className="gap-6 lg:columns-2 *:mb-4 *:break-inside-avoid sm:*:mb-6">
      <Panel title={t('histogram')}>
        <dl className="mb-6 flex flex-wrap gap-x-8 gap-y-3">
          <Figure what={t('ratings')}>{number(count)}</Figure>
          <Figure what={t('mean')}>{mean === null ? '–' : scoreText(mean)}</Figure>
          <Figure what={t('median')}>{median === null ? '–' : starsText(median)}</Figure>
        </dl>
        <Histogram counts={histogram} />
      </Panel>
      <Crowd {...crowd} />
      <Columns
        title={t('byDecade')}
        what={t('decade')}
        columns={decades
          .map(({ decade, ...rest }) => ({ ...rest, at: decade }))
          .sort((one, other) => one.at - other.at)
          .map(({ at, ...rest }) => ({
            ...rest,
            short: String(at),
            long: t('decadeOf', { decade: at }),
          }))}
      />
      <Columns title={t('byFilmYear')} what={t('year')} columns={everyYear(years)} />
      <Percentiles rows={percentiles} />
      <Ranking
        title={t('byGenre')}
        what={t('genre')}
        rows={genres.map((genre) => ({ ...genre, key: genre.name, name: genreName(genre.name) }))}
      />
      <Columns
        title={t('byMonth')}
        what={t('month')}
        columns={months.map(({ month, ...rest }) => ({
          ...rest,
          short: date(`${month}-01`, { month: 'short', year: '2-digit' }),
          long: date(`${month}-01`, { month: 'long', year: 'numeric' }),
        }))}
      />
      {overTime.length > 1 && (
        <Columns
          title={t('byYear')}
          what={t('year')}
          columns={overTime.map(({ year, ...rest }) => ({
            ...rest,
            short: String(year),
            long: String(year),
          }))}
        />
      )}
      <Ranking title={t('byDirector')} what={t('director')} rows={directors.map(person)} />
      <Ranking title={t('byActor')} what={t('actor')} rows={actors.map(person)} />
    </div>
  );
}

/** From the oldest to the newest, those without a film of theirs too. */
function everyYear(years: Shape<'Statistics'>['years']) {
  const byYear = new Map(years.map((one) => [one.year, one]));
  const first = Math.min(...byYear.keys());
  const last = Math.max(...byYear.keys());
  return Array.from({ length: years.length === 0 ? 0 : last - first + 1 }, (_, n) => {
    const year = first + n;
    const { count, mean } = byYear.get(year) ?? { count: 0, mean: null };
    return { count, mean, short: String(year), long: String(year) };
  });
}

function person<Row extends { id: number }>(row: Row) {
  return { ...row, key: row.id, href: pathTo('/person/:person', { person: row.id }) };
}

function Figure({ what, children }: { what: string; children: string }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-sm text-faint">{what}</dt>
      <dd className="figures text-2xl font-bold tracking-tight sm:text-3xl">{children}</dd>
    </div>
  );
}

function Skeletons() {
  return (
    <div className="grid min-h-dvh items-start gap-4 sm:gap-6 lg:grid-cols-2">
      <Skeleton className="h-80 w-full rounded-2xl" />
      <Skeleton className="h-80 w-full rounded-2xl" />
      <Skeleton className="h-64 w-full rounded-2xl" />
      <Skeleton className="h-64 w-full rounded-2xl" />
    </div>
  );
}
