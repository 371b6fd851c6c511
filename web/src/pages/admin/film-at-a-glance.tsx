import { useTranslation } from 'react-i18next';
import { api, type Shape } from '../../api.ts';
import { duration, number } from '../../numbers.ts';

/** What tells a film from another, and how many rated it. */
export function FilmAtAGlance({ heading, film }: { heading: string; film: Shape<'Movie'> }) {
  const { t } = useTranslation(['admin', 'film-form']);
  const { id, title, year, runtimeMinutes, directors, ids } = film;
  const { data: score } = api.useQuery(
    'get',
    '/api/v1/movies/{movie}/score',
    { params: { path: { movie: String(id) } } },
    { staleTime: 0 },
  );
  const facts = [
    [t('ratings'), score && number(score.count)],
    [t('film-form:year'), year],
    [t('film-form:runtimeMinutes'), runtimeMinutes && duration(runtimeMinutes)],
    [t('film-form:directors'), directors.map(({ name }) => name).join(', ')],
    ['IMDb', ids.imdb],
    ['TMDB', ids.tmdb],
    ['Wikidata', ids.wikidata],
  ] as const;
  return (
    <section aria-label={heading} className="min-w-0 rounded-2xl border border-line p-4">
      <p className="text-xs font-semibold tracking-wide text-faint uppercase">{heading}</p>
      <p className="mt-1 font-semibold text-ink wrap-anywhere" dir="auto">
        {title}
      </p>
      <dl className="mt-3 space-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-3">
            <dt className="shrink-0 text-faint">{name}</dt>
            <dd className="figures min-w-0 text-right text-soft wrap-anywhere">{value || '–'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
