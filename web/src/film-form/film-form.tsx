import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../ui/field.tsx';
import { allGenres } from '../words/genres.ts';
import type { Told } from './told.ts';

const LONGEST_TITLE = 500;
const LONGEST_OVERVIEW = 10_000;
const [FIRST_YEAR, LAST_YEAR] = [1874, 2100];
const LONGEST_RUNTIME_MINUTES = 60_000;

type Props = {
  told: Told;
  onTold(told: Told): void;
  /** Beneath the title, as somebody writes it. */
  underTitle?: ReactNode;
};

/** All that can be told of a film; only a title must be. */
export function FilmForm({ told, onTold, underTitle }: Props) {
  const { t } = useTranslation('film-form');
  const written = (name: Exclude<keyof Told, 'genres'>) => ({
    label: t(name),
    value: told[name],
    onChange: ({ target }: { target: { value: string } }) =>
      onTold({ ...told, [name]: target.value }),
  });
  const toggled = (genre: string) =>
    told.genres.includes(genre)
      ? told.genres.filter((one) => one !== genre)
      : [...told.genres, genre];
  return (
    <div className="space-y-5">
      <div>
        <Field {...written('title')} required maxLength={LONGEST_TITLE} dir="auto" />
        {underTitle}
      </div>
      <Field {...written('originalTitle')} maxLength={LONGEST_TITLE} dir="auto" />
      <div className="grid gap-5 sm:grid-cols-3">
        <Field {...written('year')} type="number" min={FIRST_YEAR} max={LAST_YEAR} step={1} />
        <Field {...written('releaseDate')} type="date" />
        <Field
          {...written('runtimeMinutes')}
          type="number"
          min={1}
          max={LONGEST_RUNTIME_MINUTES}
          step={1}
        />
      </div>
      <fieldset>
        <legend className="label">{t('genres')}</legend>
        <div className="flex flex-wrap gap-2">
          {allGenres(told.genres).map(({ genre, name }) => (
            <label
              key={genre}
              className="relative flex min-h-9 cursor-pointer items-center rounded-full border border-line px-3.5 text-sm text-soft transition-colors hover:text-ink has-checked:border-star has-checked:bg-star has-checked:font-semibold has-checked:text-on-star has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-star-text pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                checked={told.genres.includes(genre)}
                onChange={() => onTold({ ...told, genres: toggled(genre) })}
                className="absolute inset-0 cursor-pointer opacity-0"
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-5 sm:grid-cols-2">
        <Lines {...written('directors')} hint={t('peopleHint')} />
        <Lines {...written('cast')} hint={t('peopleHint')} />
      </div>
      <Lines {...written('overview')} maxLength={LONGEST_OVERVIEW} />
      <div className="grid gap-5 sm:grid-cols-3">
        <Field {...written('tmdb')} inputMode="numeric" pattern="[1-9]\d{0,9}" placeholder="603" />
        <Field {...written('imdb')} pattern="tt\d{7,10}" placeholder="tt0133093" />
        <Field {...written('wikidata')} pattern="Q[1-9]\d{0,11}" placeholder="Q83495" />
      </div>
    </div>
  );
}

type LinesProps = {
  label: string;
  value: string;
  hint?: string;
  maxLength?: number;
  onChange(event: { target: { value: string } }): void;
};

function Lines({ label, hint, ...area }: LinesProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        dir="auto"
        aria-describedby={hint && `${id}-hint`}
        className="field field-sizing-content min-h-24 py-3 leading-relaxed"
        {...area}
      />
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-faint">
          {hint}
        </p>
      )}
    </div>
  );
}
