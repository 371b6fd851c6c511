import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api } from '../api.ts';
import { useMyCount } from '../mine/mine.ts';
import { pathTo } from '../paths.ts';
import { useUser } from '../session/session.ts';
import { cardOf, Shelf } from '../ui/film-card.tsx';
import { usePageTitle } from '../ui/page-title.tsx';
import { Section } from '../ui/section.tsx';
import { Problem } from '../ui/states.tsx';
import { useIdleAfter } from '../ui/use-idle-after.ts';
import { Welcome } from './home/welcome.tsx';

const Picks = lazy(async () => ({ default: (await import('./home/picks.tsx')).Picks }));

const FILMS = 12;
const FEW = 6;
const BEGINNER = 3;

export function HomePage() {
  const user = useUser();
  const { t } = useTranslation();
  const count = useMyCount();
  const popular = usePopular();
  const isNew = user === null || count < BEGINNER;
  const isDrawn = useIdleAfter(popular.films !== undefined || Boolean(popular.error));
  usePageTitle(undefined);
  return (
    <div className="space-y-14 sm:space-y-20">
      {isNew ? (
        <Welcome films={popular.films} />
      ) : (
        <>
          <h1 className="sr-only">{t('home')}</h1>
          <Recent />
          <Suspense fallback={<Shelf films={undefined} places={FEW} />}>
            <Picks places={FEW} />
          </Suspense>
        </>
      )}
      <Popular popular={popular} />
      <Best isNext={isDrawn} />
    </div>
  );
}

function Recent() {
  const { t } = useTranslation('home');
  const user = useUser();
  const { data } = api.useQuery('get', '/api/v1/users/{user}/ratings', {
    params: { path: { user: 'me' }, query: { limit: FEW } },
  });
  return (
    <Section
      title={t('recent')}
      more={{ text: t('allRated'), href: pathTo('/user/:user', { user: user?.handle ?? 'me' }) }}
    >
      <Shelf films={data?.items.map(({ movie }) => cardOf(movie))} places={FEW} />
      <Link
        href={pathTo('/rapid')}
        className="mt-8 flex flex-wrap items-center justify-between gap-4 rounded-2xl border border-line bg-surface p-5 transition-colors hover:bg-raised"
      >
        <span>
          <span className="block font-semibold">{t('continueTitle')}</span>
          <span className="text-sm text-soft">{t('continueText')}</span>
        </span>
        <span className="button-main">{t('rateMore')}</span>
      </Link>
    </Section>
  );
}

type Listed = ReturnType<typeof usePopular>;

function usePopular() {
  const { i18n } = useTranslation('home');
  const { data, error, refetch } = api.useQuery('get', '/api/v1/popular', {
    params: { query: { language: i18n.language } },
  });
  const films = data?.items
    .slice(0, FILMS)
    .map(({ movieId, tmdbId, title, year, genres, posterUrl }) => ({
      name: movieId === null ? `tmdb:${tmdbId}` : String(movieId),
      title,
      year,
      genre: genres[0],
      posterUrl,
    }));
  return { source: data?.source, films, error, refetch };
}

function Popular({ popular: { source, films, error, refetch } }: { popular: Listed }) {
  const { t } = useTranslation('home');
  return (
    <Section title={source === 'tmdb' ? t('popular') : t('popularLocal')}>
      {error ? <Problem error={error} onRetry={refetch} /> : <Shelf films={films} places={FILMS} />}
    </Section>
  );
}

/** Drawn when it `isNext`: on most screens it is below what is seen at first. */
function Best({ isNext }: { isNext: boolean }) {
  const { t } = useTranslation('home');
  const { data, error, refetch } = api.useQuery('get', '/api/v1/charts/{chart}', {
    params: { path: { chart: 'best' }, query: { limit: FILMS } },
  });
  if (data?.items.length === 0) return null;
  return (
    <Section
      title={t('best')}
      more={{ text: t('allBest'), href: pathTo('/charts/:chart', { chart: 'best' }) }}
    >
      {error ? (
        <Problem error={error} onRetry={refetch} />
      ) : (
        <Shelf
          films={isNext ? data?.items.map(({ movie }) => cardOf(movie)) : undefined}
          places={FILMS}
          ranked
        />
      )}
    </Section>
  );
}
