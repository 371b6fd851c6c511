import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import { useUser } from '../session/session.ts';
import { usePageTitle } from '../ui/page-title.tsx';
import { SignInFirst } from '../ui/sign-in-first.tsx';
import { ByHand } from './add-film/by-hand.tsx';
import { FromTmdb } from './add-film/from-tmdb.tsx';

/** Brings in a film that is missing: TMDB's when the service may ask there, or one's own words. */
export function AddFilmPage() {
  const { t, i18n } = useTranslation(['add-film', 'common']);
  const user = useUser();
  const { data: popular } = api.useQuery('get', '/api/v1/popular', {
    params: { query: { language: i18n.language } },
  });
  usePageTitle(t('common:addFilm'));
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="title">{t('common:addFilm')}</h1>
      {user === null ? (
        <SignInFirst />
      ) : (
        <div className="mt-8 min-h-dvh space-y-14">
          {popular?.source === 'tmdb' && <FromTmdb popular={popular} />}
          {popular !== undefined && <ByHand />}
        </div>
      )}
    </div>
  );
}
