import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api } from '../../api.ts';
import { date, number } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { More, PAGES } from '../../ui/more.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';

const IMPORTS = 20;

/** What I brought in before, or began to. */
export function PastImports() {
  const { t } = useTranslation('imports');
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/users/me/imports',
    { params: { query: { limit: IMPORTS } } },
    { ...PAGES, staleTime: 0 },
  );
  const imports = list.data?.pages.flatMap(({ items }) => items);
  return (
    <section className="mt-10" aria-labelledby="past">
      <h2 id="past" className="heading mb-3">
        {t('past')}
      </h2>
      {list.error ? (
        <Problem error={list.error} onRetry={list.refetch} />
      ) : imports === undefined ? (
        <Skeleton className="h-16 w-full" />
      ) : imports.length === 0 ? (
        <p className="text-soft">{t('noPast')}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {imports.map(({ id, name, state, rows, createdAt }) => (
            <li key={id}>
              <Link
                href={pathTo('/imports/:import', { import: id })}
                className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-1 rounded-lg py-3 hover:text-star-text"
              >
                <span className="min-w-0 flex-1 basis-56">
                  <span className="block font-medium wrap-anywhere" dir="auto">
                    {name}
                  </span>
                  <span className="figures text-sm text-faint">
                    {date(createdAt)} · {t('rows', { count: rows, shown: number(rows) })}
                  </span>
                </span>
                <span className="rounded-full bg-raised px-3 py-1 text-sm font-medium text-soft">
                  {t(`state_${state}`)}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <More list={list} />
    </section>
  );
}
