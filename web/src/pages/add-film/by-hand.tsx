import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { api } from '../../api.ts';
import { isHere } from '../../bring-in/is-here.ts';
import { FilmForm } from '../../film-form/film-form.tsx';
import { factsOf, NOTHING_TOLD } from '../../film-form/told.ts';
import { useFilmSearch } from '../../palette/use-film-search.ts';
import { pathTo } from '../../paths.ts';
import { Refused } from '../../ui/refused.tsx';
import { Section } from '../../ui/section.tsx';

const ALIKE = 4;

/** The film as I know it; those of like titles are shown meanwhile, for it may be one of them. */
export function ByHand() {
  const { t } = useTranslation('add-film');
  const [, go] = useLocation();
  const [told, setTold] = useState(NOTHING_TOLD);
  const { mutate, error, isPending } = api.useMutation('post', '/api/v1/movies', {
    onSuccess: ({ id }) => go(pathTo('/film/:movie', { movie: id })),
  });
  const there = isHere(error);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    mutate({ body: factsOf(told) });
  }

  return (
    <Section title={t('byHand')}>
      <form onSubmit={onSubmit} className="space-y-6">
        <FilmForm told={told} onTold={setTold} underTitle={<Alike title={told.title} />} />
        {there === null ? (
          <Refused error={error} />
        ) : (
          <p role="alert" className="panel flex flex-wrap items-center justify-between gap-4">
            {t('isHere')}
            <Link href={pathTo('/film/:movie', { movie: there })} className="button-quiet">
              {t('toThatFilm')}
            </Link>
          </p>
        )}
        <button type="submit" className="button-main max-sm:w-full" disabled={isPending}>
          {t('add')}
        </button>
      </form>
    </Section>
  );
}

/** Always of the same height, so that nothing moves while one writes. */
function Alike({ title }: { title: string }) {
  const { t } = useTranslation('add-film');
  const { films } = useFilmSearch(title, ALIKE);
  return (
    <div className="mt-2 min-h-11 text-sm" aria-live="polite">
      {title.trim() === '' && <p className="text-xs text-faint">{t('titleHint')}</p>}
      {films !== undefined && films.length > 0 && (
        <p className="text-faint">
          {t('alike')}{' '}
          {films.map(({ id, title, year }, place) => (
            <span key={id}>
              {place > 0 && ' · '}
              <Link
                href={pathTo('/film/:movie', { movie: id })}
                className="text-soft underline decoration-line underline-offset-4 wrap-anywhere hover:decoration-star"
              >
                <bdi>{title}</bdi>
                {year !== null && ` (${year})`}
              </Link>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}
