import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, type Shape } from '../api.ts';
import { ChangeViewing } from '../diary/change-viewing.tsx';
import { Given, Written } from '../diary/said.tsx';
import { date, number } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import { More, PAGES } from '../ui/more.tsx';
import { Poster } from '../ui/poster.tsx';
import { Select } from '../ui/select.tsx';
import { Empty, Problem, Skeleton } from '../ui/states.tsx';
import { useInAddress } from '../ui/use-in-address.ts';
import { Person, type Whose } from './profile/person.tsx';

const VIEWINGS = 50;
const SORTS = ['-watchedOn', 'watchedOn'] as const;

type Entry = Shape<'DiaryEntry'>;

/** Which films somebody saw when. */
export function DiaryPage({ params }: { params: Record<string, string> }) {
  const name = params.user ?? '';
  return (
    <Person key={name} name={name} here="diary">
      {(whose) => <Diary {...whose} />}
    </Person>
  );
}

function Diary({ name, isMine, person }: Whose) {
  const { t } = useTranslation(['diary', 'common']);
  const [chosen, setSort] = useInAddress('sort');
  const sort = SORTS.find((one) => one === chosen) ?? SORTS[0];
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/users/{user}/viewings',
    { params: { path: { user: name }, query: { sort, limit: VIEWINGS } } },
    { ...PAGES, enabled: person !== undefined },
  );
  if (list.error) return <Problem error={list.error} onRetry={list.refetch} />;
  if (list.data === undefined) return <Skeletons />;
  const { pages } = list.data;
  const total = pages.at(-1)?.total ?? 0;
  if (total === 0) {
    return (
      <Empty title={t('none')}>
        {isMine && (
          <>
            <p>{t('noneMine')}</p>
            <div className="flex flex-wrap justify-center gap-2">
              <Link href={pathTo('/search')} className="button-main">
                {t('findFilms')}
              </Link>
              <Link href={pathTo('/imports')} className="button-quiet">
                {t('common:imports')}
              </Link>
            </div>
          </>
        )}
      </Empty>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="figures text-sm text-faint">
          {t('viewings', { count: total, shown: number(total) })}
        </p>
        <Select
          label={t('sort')}
          value={sort}
          onChange={(value) => setSort(value === SORTS[0] ? '' : value)}
          options={SORTS.map((one) => [one, t(`sort_${one}`)] as const)}
        />
      </div>
      {monthsOf(pages.flatMap(({ items }) => items)).map(([month, entries]) => (
        <Month key={month} month={month} entries={entries} isMine={isMine} />
      ))}
      <More list={list} />
    </>
  );
}

/** As they come: of each month `YYYY-MM`, and of no known day under the empty name. */
function monthsOf(entries: readonly Entry[]): [string, Entry[]][] {
  return [...Map.groupBy(entries, ({ watchedOn }) => watchedOn?.slice(0, 7) ?? '')];
}

type MonthProps = { month: string; entries: Entry[]; isMine: boolean };

function Month({ month, entries, isMine }: MonthProps) {
  const { t } = useTranslation('diary');
  const id = `month-${month}`;
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="heading border-b border-line pb-3 first-letter:uppercase">
        {month === '' ? t('dayUnknown') : date(`${month}-01`, { month: 'long', year: 'numeric' })}
      </h2>
      <ol className="divide-y divide-line">
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} isMine={isMine} />
        ))}
      </ol>
    </section>
  );
}

function Row({ entry, isMine }: { entry: Entry; isMine: boolean }) {
  const [isGone, setGone] = useState(false);
  const { movie, watchedOn } = entry;
  const { id, title, year, genres, posterUrl } = movie;
  const href = pathTo('/film/:movie', { movie: id });
  if (isGone) return null;
  return (
    <li className="flex items-start gap-3 py-4 sm:gap-5">
      <Day day={watchedOn} />
      <Link href={href} aria-hidden="true" tabIndex={-1} className="w-12 shrink-0 sm:w-14">
        <Poster title={title} year={year} genre={genres[0]} url={posterUrl} />
      </Link>
      <div className="min-w-0 flex-1">
        <p className="leading-snug wrap-anywhere">
          <Link href={href} dir="auto" className="rounded font-semibold hover:underline">
            {title}
          </Link>{' '}
          <span className="figures text-sm text-faint">{year}</span>
        </p>
        <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
          <Given {...entry} />
        </div>
        <Written {...entry} />
      </div>
      {isMine && (
        <div className="max-sm:*:flex-col">
          <ChangeViewing film={{ name: String(id), title }} seen={entry} onGone={setGone} />
        </div>
      )}
    </li>
  );
}

/** Large, as on a calendar; under the heading of its month. */
function Day({ day }: { day: string | null }) {
  if (day === null) return <span className="w-9 shrink-0 sm:w-12" />;
  return (
    <time dateTime={day} className="w-9 shrink-0 text-center sm:w-12">
      <span className="figures block text-2xl leading-tight font-bold tracking-tight">
        {date(day, { day: 'numeric' })}
      </span>
      <span className="block text-xs text-faint">{date(day, { weekday: 'short' })}</span>
    </time>
  );
}

function Skeletons() {
  return (
    <div className="min-h-dvh space-y-6 pt-16">
      {[1, 2, 3, 4, 5].map((place) => (
        <Skeleton key={place} className="h-20 w-full" />
      ))}
    </div>
  );
}
