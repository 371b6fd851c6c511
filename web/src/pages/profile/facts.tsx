import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { date, number, scoreText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import type { User } from '../../session/session.ts';
import { Histogram } from '../../ui/histogram.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { genreName } from '../../words/genres.ts';

const GENRES = 5;

/** Somebody in a few figures. */
export function Facts({ name, person }: { name: string; person: User | undefined }) {
  const { t } = useTranslation('person');
  if (person === undefined)
    return <Skeleton className="mb-8 h-40 w-full rounded-2xl md:mb-10 md:h-48" />;
  const { counts, mean, createdAt, histogram, favouriteGenres } = person;
  return (
    <section
      aria-label={t('inFigures')}
      className="panel mb-8 grid min-h-40 items-end gap-x-12 gap-y-6 md:mb-10 md:min-h-48 md:grid-cols-[1fr_18rem]"
    >
      <div className="min-w-0 self-center">
        <dl className="flex flex-wrap gap-x-6 gap-y-3 sm:gap-x-8">
          <Fact what={t('ratings')} figure={number(counts.ratings)} />
          <Fact what={t('mean')} figure={mean === null ? '–' : scoreText(mean)} />
          <Fact what={t('since')} figure={date(createdAt, { month: 'short', year: 'numeric' })} />
        </dl>
        {favouriteGenres.length > 0 && (
          <ul
            aria-label={t('favouriteGenres')}
            className="-mx-1 mt-4 flex gap-2 overflow-x-auto p-1 sm:flex-wrap"
          >
            {favouriteGenres.slice(0, GENRES).map((genre) => (
              <li key={genre.name}>
                <Link
                  href={`${pathTo('/user/:user', { user: name })}?genre=${encodeURIComponent(genre.name)}`}
                  className="inline-flex min-h-9 whitespace-nowrap items-center rounded-full bg-raised px-3.5 text-sm font-medium text-soft hover:text-ink pointer-coarse:min-h-11"
                >
                  {genreName(genre.name)}
                  <span className="figures ml-1.5 text-faint">{scoreText(genre.mean)}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
      {/* On phones the films come first; the statistics have it too. */}
      <div className="max-md:hidden">
        <Histogram counts={histogram} />
      </div>
    </section>
  );
}

function Fact({ what, figure }: { what: string; figure: string }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-sm text-faint">{what}</dt>
      <dd className="figures text-xl font-bold tracking-tight sm:text-3xl">{figure}</dd>
    </div>
  );
}
