import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { queries, type Shape } from '../../api.ts';
import { useBringIn } from '../../bring-in/use-bring-in.ts';
import { openOverlay } from '../../layout/overlay.ts';
import { pathTo } from '../../paths.ts';
import { useUser } from '../../session/session.ts';
import { usePageTitle } from '../../ui/page-title.tsx';
import { Poster } from '../../ui/poster.tsx';
import { spokenTitle } from '../../ui/poster-art.ts';
import { Refused } from '../../ui/refused.tsx';
import { Stars } from '../../ui/stars.tsx';

const NO_KEY = 409;
const UNKNOWN = 404;

/** A film of TMDB that is not ours yet: whoever is signed in can bring it in. */
export function NotHere({ tmdbId }: { tmdbId: number }) {
  const { t } = useTranslation(['film', 'common']);
  const user = useUser();
  const film = seenFilm(tmdbId);
  const { bringIn, error, isPending } = useBringIn({ replace: true });
  const why =
    error?.status === NO_KEY ? t('noTmdb') : error?.status === UNKNOWN ? t('notAtTmdb') : undefined;
  const title = film === undefined ? t('notHereTitle') : spokenTitle(film.title);
  usePageTitle(title);
  return (
    <div className="mx-auto max-w-md py-8 text-center sm:py-14">
      {film && (
        <div className="mx-auto mb-8 w-44 text-left">
          <Poster title={film.title} year={film.year} url={film.posterUrl} eager />
        </div>
      )}
      <h1 className="title wrap-anywhere" dir="auto">
        {title}
      </h1>
      {film?.year && <p className="figures mt-2 text-lg text-soft">{film.year}</p>}
      <p className="mt-4 text-soft">{t('notHereText', { number: tmdbId })}</p>
      {film && (
        <div className="mt-6 flex justify-center">
          <Stars name={`tmdb:${tmdbId}`} title={film.title} size="large" />
        </div>
      )}
      <div className="mt-6 space-y-4">
        {user === null ? (
          <button
            type="button"
            className="button-main"
            onClick={() => openOverlay({ kind: 'sign-in' })}
          >
            {t('signInToBringIn')}
          </button>
        ) : (
          <button
            type="button"
            className="button-main"
            disabled={isPending}
            onClick={() => bringIn(tmdbId)}
          >
            {t('bringIn')}
          </button>
        )}
        <Refused error={error} text={why} />
        {why !== undefined && (
          <Link href={pathTo('/add')} className="button-quiet">
            {t('common:addFilm')}
          </Link>
        )}
      </div>
    </div>
  );
}

/** What a list of popular films told of it, if one was shown. */
function seenFilm(tmdbId: number) {
  return queries
    .getQueriesData<Shape<'Popular'>>({ queryKey: ['get', '/api/v1/popular'] })
    .flatMap(([, list]) => list?.items ?? [])
    .find((film) => film.tmdbId === tmdbId);
}
