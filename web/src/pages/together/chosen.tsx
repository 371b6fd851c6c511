import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { api, type Shape } from '../../api.ts';
import { scoreText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { kindOf } from '../../predictions/kind.ts';
import { useUser } from '../../session/session.ts';
import { Poster } from '../../ui/poster.tsx';
import { spokenTitle } from '../../ui/poster-art.ts';
import { Empty, Loading, Problem, Skeleton } from '../../ui/states.tsx';
import { genreName } from '../../words/genres.ts';
import { Filters } from '../charts/filters.tsx';

const FILMS = 20;

/** Films for all who were chosen, with what each would give them. */
export function Chosen({
  handles,
  hasCompanions,
}: {
  handles: readonly string[];
  hasCompanions: boolean;
}) {
  const { t } = useTranslation('predictions');
  const [query] = useSearchParams();
  const kind = kindOf(query);
  const { data, error, refetch } = api.useQuery(
    'get',
    '/api/v1/users/me/watch-together',
    { params: { query: { with: handles.join(','), limit: FILMS, ...kind } } },
    { enabled: handles.length > 0, staleTime: 0 },
  );
  if (handles.length === 0) {
    return (
      <Empty title={t(hasCompanions ? 'chooseSomebody' : 'noCompanions')}>
        <p>{t(hasCompanions ? 'chooseSomebodyText' : 'noCompanionsText')}</p>
      </Empty>
    );
  }
  return (
    <section aria-labelledby="for-all" className="min-w-0">
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <h2 id="for-all" className="heading">
          {t('forAll')}
        </h2>
        <Filters />
      </div>
      {error ? (
        <Problem error={error} onRetry={refetch} />
      ) : data === undefined ? (
        <>
          <Loading />
          <Skeleton className="h-96 w-full" />
        </>
      ) : data.items.length === 0 ? (
        <Empty title={t('noneTogether')}>
          <p>{t('noneTogetherText')}</p>
        </Empty>
      ) : (
        <ol className="space-y-3">
          {data.items.map((one) => (
            <ForAll key={one.movie.id} one={one} people={data.people} />
          ))}
        </ol>
      )}
    </section>
  );
}

type Together = Shape<'WatchTogether'>;

function ForAll({
  one: { movie, each },
  people,
}: {
  one: Together['items'][number];
  people: Together['people'];
}) {
  const { t } = useTranslation('predictions');
  const me = useUser();
  const { id, title, year, genres, posterUrl } = movie;
  const href = pathTo('/film/:movie', { movie: id });
  return (
    <li className="panel flex gap-4 p-4">
      <Link
        href={href}
        className="w-18 shrink-0 self-start sm:w-22"
        aria-hidden="true"
        tabIndex={-1}
      >
        <Poster title={title} year={year} genre={genres[0]} url={posterUrl} />
      </Link>
      <div className="min-w-0 grow">
        <h3 className="leading-snug font-semibold wrap-anywhere" dir="auto">
          <Link href={href} className="rounded hover:underline">
            {spokenTitle(title)}
          </Link>
        </h3>
        <p className="figures mt-0.5 text-sm text-faint">
          {[year, ...genres.slice(0, 2).map(genreName)].filter(Boolean).join(' · ')}
        </p>
        <dl className="mt-3 flex flex-wrap gap-2">
          {each.map(({ stars, low, high }, n) => {
            const person = people[n];
            if (person === undefined) return null;
            return (
              <div
                key={person.id}
                className="flex items-baseline gap-2 rounded-full bg-raised px-3 py-1.5 text-sm"
              >
                <dt className="max-w-32 truncate text-soft" dir="auto">
                  {person.id === me?.id ? t('you') : person.displayName}
                </dt>
                <dd
                  className="figures font-semibold"
                  title={t('interval', { low: scoreText(low), high: scoreText(high) })}
                >
                  {scoreText(stars)} <span className="text-star-text">★</span>
                </dd>
              </div>
            );
          })}
        </dl>
      </div>
    </li>
  );
}
