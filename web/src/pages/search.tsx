import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { number } from '../numbers.ts';
import { useFilmSearch } from '../palette/use-film-search.ts';
import { pathTo } from '../paths.ts';
import { useUser } from '../session/session.ts';
import { cardOf, Wall } from '../ui/film-card.tsx';
import { usePageTitle } from '../ui/page-title.tsx';
import { Empty, Problem } from '../ui/states.tsx';

const FILMS = 60;

/** Results while typing; what is typed is in the address, so that a search can be kept and sent. */
export function SearchPage() {
  const { t } = useTranslation(['search', 'common']);
  const [query, setQuery] = useSearchParams();
  const text = query.get('q') ?? '';
  const { films, isCurrent, error } = useFilmSearch(text, FILMS);
  const isSignedIn = useUser() !== null;
  usePageTitle(t('common:search'));

  return (
    <>
      <h1 className="sr-only">{t('common:searchFilms')}</h1>
      <search>
        <input
          type="search"
          aria-label={t('common:searchFilms')}
          placeholder={t('placeholder')}
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: it is what the page was opened for
          autoFocus={text === ''}
          value={text}
          onChange={({ target: { value: q } }) =>
            setQuery(q === '' ? {} : { q }, { replace: true })
          }
          className="field min-h-14 rounded-2xl px-5 text-lg"
        />
      </search>
      <p role="status" className="figures mt-4 mb-6 min-h-6 text-sm text-faint">
        {isCurrent &&
          films &&
          films.length > 0 &&
          t('results', {
            count: films.length,
            shown: films.length === FILMS ? `${number(FILMS)}+` : number(films.length),
          })}
      </p>
      {error ? (
        <Problem error={error} />
      ) : text.trim() === '' ? (
        <Empty title={t('begin')}>
          <p>{t('beginHint')}</p>
        </Empty>
      ) : films?.length === 0 && isCurrent ? (
        <Empty title={t('none', { text: text.trim() })}>
          <p>{t('noneHint')}</p>
          {isSignedIn && (
            <Link href={pathTo('/add')} className="button-quiet">
              {t('common:addFilm')}
            </Link>
          )}
        </Empty>
      ) : (
        <Wall films={films?.map(cardOf)} />
      )}
    </>
  );
}
