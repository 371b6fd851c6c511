import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../api.ts';
import { number } from '../numbers.ts';
import { useFilmSearch } from '../palette/use-film-search.ts';

const FILMS = 12;

type Props = {
  label: string;
  /** One that is not offered. */
  except?: number;
  onFound(film: Shape<'Movie'>): void;
};

export function FindFilm({ label, except, onFound }: Props) {
  const { t } = useTranslation(['search', 'common']);
  const [text, setText] = useState('');
  const { films, isCurrent } = useFilmSearch(text, FILMS);
  const offered = films?.filter(({ id }) => id !== except);
  return (
    <search>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => setText(target.value)}
        className="field"
      />
      <p role="status" className="sr-only">
        {isCurrent && t('results', { count: offered?.length ?? 0, shown: offered?.length ?? 0 })}
      </p>
      <ul className="mt-3 min-h-44">
        {offered?.map((film) => (
          <li key={film.id}>
            <button
              type="button"
              onClick={() => onFound(film)}
              className="flex min-h-11 w-full items-baseline gap-3 rounded-xl px-4 py-2.5 text-left hover:bg-raised"
            >
              <span className="min-w-0 flex-1 wrap-anywhere">
                <bdi className="font-medium">{film.title}</bdi>{' '}
                <span className="figures text-faint">{film.year}</span>
              </span>
              <span className="figures shrink-0 text-sm text-faint">
                {film.score !== null &&
                  t('common:ratings', {
                    count: film.score.count,
                    shown: number(film.score.count),
                  })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </search>
  );
}
