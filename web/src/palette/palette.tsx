import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Shape } from '../api.ts';
import { number } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import { Poster } from '../ui/poster.tsx';
import { useProblemText } from '../ui/states.tsx';
import { useFilmSearch } from './use-film-search.ts';

const FILMS = 8;
/** Where there are no keys to be told of. */
const TOUCHED = 'hidden pointer-coarse:inline';

/** Any film in a few keys: type, arrows, Enter. */
export function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['search', 'common']);
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [, go] = useLocation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const { films, isCurrent, error } = useFilmSearch(text, FILMS);
  const problem = useProblemText(error);
  const last = (films?.length ?? 0) - 1;
  const place = Math.min(chosen, last);
  const found =
    films === undefined || !isCurrent
      ? null
      : films.length === 0
        ? t('none', { text: text.trim() })
        : t('results', { count: films.length, shown: number(films.length) });

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  function open(href: string) {
    onClose();
    go(href);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') setChosen(place >= last ? 0 : place + 1);
    else if (event.key === 'ArrowUp') setChosen(place <= 0 ? last : place - 1);
    else if (event.key === 'Enter') {
      const film = isCurrent ? films?.[place] : undefined;
      if (film !== undefined) open(pathTo('/film/:movie', { movie: film.id }));
      else if (text.trim() !== '')
        open(`${pathTo('/search')}?q=${encodeURIComponent(text.trim())}`);
    } else return;
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what a click beside it does
    <dialog
      ref={dialog}
      aria-label={t('common:searchFilms')}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="mt-[8dvh] mb-auto max-h-[84dvh] w-[min(100%-1.5rem,40rem)] overflow-hidden rounded-3xl border border-line p-0 shadow-lift backdrop:bg-black/65"
    >
      <div className="flex max-h-[84dvh] flex-col">
        <div className="flex items-center gap-3 border-b border-line px-5">
          <Search className="size-5 shrink-0 text-faint" aria-hidden="true" />
          <input
            type="text"
            role="combobox"
            aria-expanded={last >= 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={last >= 0 ? `${id}-${place}` : undefined}
            aria-autocomplete="list"
            aria-label={t('common:searchFilms')}
            placeholder={t('placeholder')}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
            className="min-h-15 w-full bg-transparent text-lg outline-none placeholder:text-faint"
          />
        </div>
        <div
          role="listbox"
          id={`${id}-list`}
          aria-label={t('common:searchFilms')}
          className="overflow-y-auto p-2 empty:hidden"
        >
          {films?.map((film, n) => (
            <Option
              key={film.id}
              id={`${id}-${n}`}
              film={film}
              isChosen={n === place}
              onOver={() => setChosen(n)}
              onOpen={() => open(pathTo('/film/:movie', { movie: film.id }))}
            />
          ))}
        </div>
        <p role="status" className="border-t border-line px-5 py-3 text-xs text-faint">
          {error ? problem : (found ?? <span className={TOUCHED}>{t('beginHint')}</span>)}
          {!error && films?.length !== 0 && (
            <span className="pointer-coarse:hidden">
              {found && ' · '}
              {t('hint')}
            </span>
          )}
        </p>
      </div>
    </dialog>
  );
}

type OptionProps = {
  id: string;
  film: Shape<'Movie'>;
  isChosen: boolean;
  onOver(): void;
  onOpen(): void;
};

function Option({ id, film, isChosen, onOver, onOpen }: OptionProps) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) option.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const { title, originalTitle, year, genres, directors, posterUrl } = film;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field above
    <div
      ref={option}
      role="option"
      id={id}
      aria-selected={isChosen}
      onPointerMove={onOver}
      onClick={onOpen}
      className="flex min-h-16 items-center gap-4 rounded-2xl px-3 py-2 aria-selected:bg-raised"
    >
      <div className="w-10 shrink-0">
        <Poster title={title} year={year} genre={genres[0]} url={posterUrl} />
      </div>
      <div className="min-w-0">
        <p className="truncate font-semibold" dir="auto">
          {title} <span className="figures font-normal text-faint">{year}</span>
        </p>
        <p className="truncate text-sm text-soft">
          {[originalTitle !== title && originalTitle, ...directors.map(({ name }) => name)]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </div>
  );
}
