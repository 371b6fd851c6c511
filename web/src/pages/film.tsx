import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { filmQuery } from '../api.ts';
import { NotFound } from '../layout/not-found.tsx';
import { useUser } from '../session/session.ts';
import { usePageTitle } from '../ui/page-title.tsx';
import { Poster } from '../ui/poster.tsx';
import { spokenTitle } from '../ui/poster-art.ts';
import { Loading, Problem, Skeleton } from '../ui/states.tsx';
import { WhenNear } from '../ui/when-near.tsx';
import { loadWords } from '../words/words.ts';
import { Facts } from './film/facts.tsx';
import { Glow } from './film/glow.tsx';
import { MyRating } from './film/my-rating.tsx';
import { Others } from './film/others.tsx';
import { People } from './film/people.tsx';
import { Score } from './film/score.tsx';

const NotHere = lazy(async () => ({ default: (await import('./film/not-here.tsx')).NotHere }));
const Similar = lazy(async () => {
  const [{ Similar }] = await Promise.all([import('./film/similar.tsx'), loadWords('predictions')]);
  return { default: Similar };
});

const MISSING = 404;
const TMDB_NAME = /^tmdb:(\d+)$/;

/** One film: what it is, what I gave it, what others did, and why its score is what it is. */
export function FilmPage({ params }: { params: Record<string, string> }) {
  const { t } = useTranslation('film');
  const user = useUser();
  const movie = params.movie ?? '';
  const { data, error, refetch } = useQuery(filmQuery(movie));
  // In steps, between which the browser can do other things.
  const film = useDeferredValue(data);
  usePageTitle(film && `${film.title}${film.year === null ? '' : ` (${film.year})`}`);
  if (error?.status === MISSING) {
    const tmdbId = TMDB_NAME.exec(movie)?.[1];
    return tmdbId === undefined ? <NotFound /> : <NotHere tmdbId={Number(tmdbId)} />;
  }
  if (error) return <Problem error={error} onRetry={refetch} />;
  if (film === undefined) return <FilmSkeleton />;
  const { id, title, year, genres, posterUrl, directors, overview } = film;
  const name = String(id);
  return (
    <article className="relative grid gap-x-12 gap-y-8 md:grid-cols-[minmax(14rem,18rem)_1fr] lg:gap-x-16">
      <Glow title={title} year={year} genre={genres[0]} />
      <div className="relative max-md:mx-auto max-md:w-52">
        <div className="md:sticky md:top-24">
          <Poster title={title} year={year} genre={genres[0]} url={posterUrl} eager />
        </div>
      </div>
      <div className="relative min-w-0">
        <header className="max-md:text-center">
          <h1
            className="text-4xl leading-[1.05] font-extrabold tracking-tight wrap-anywhere sm:text-5xl lg:text-6xl"
            dir="auto"
          >
            {spokenTitle(title)}
          </h1>
          <p className="figures mt-3 text-lg text-soft">
            {year}
            {directors.length > 0 && (
              <>
                {year !== null && ' · '}
                {t('directedBy')} <People people={directors} />
              </>
            )}
          </p>
        </header>
        <MyRating key={`${user?.id} ${name}`} name={name} title={title} />
        {overview && (
          <p className="mt-8 max-w-prose text-lg leading-relaxed text-soft">{overview}</p>
        )}
        <Facts film={film} />
        <Score key={`score ${name}`} name={name} />
        <Others movie={name} />
      </div>
      <WhenNear key={`similar ${name}`} className="relative min-w-0 md:col-span-2">
        <Suspense fallback={null}>
          <Similar movie={name} />
        </Suspense>
      </WhenNear>
    </article>
  );
}

function FilmSkeleton() {
  return (
    <div className="grid min-h-dvh gap-x-12 gap-y-8 md:grid-cols-[minmax(14rem,18rem)_1fr] lg:gap-x-16">
      <Loading />
      <Skeleton className="aspect-2/3 w-full max-md:mx-auto max-md:w-52" />
      <div>
        <Skeleton className="h-12 w-3/4 lg:h-16" />
        <Skeleton className="mt-4 h-6 w-1/2" />
        <Skeleton className="mt-8 h-40 w-full" />
      </div>
    </div>
  );
}
