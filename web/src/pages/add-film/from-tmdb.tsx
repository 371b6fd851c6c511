import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { tmdbNumber } from '../../bring-in/tmdb-number.ts';
import { useBringIn } from '../../bring-in/use-bring-in.ts';
import { Field } from '../../ui/field.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Section } from '../../ui/section.tsx';
import { FoundFilms } from './found-films.tsx';
import { OutsideWall } from './outside-wall.tsx';

const LONGEST_TITLE = 200;
const ONLY_DIGITS = /^\d+$/;

/** By its title, number or address there; or one of those that are popular there and not here yet. */
export function FromTmdb({ popular }: { popular: Shape<'Popular'> }) {
  const { t } = useTranslation('add-film');
  const [text, setText] = useState('');
  const { bringIn, error, isPending } = useBringIn();
  const tmdbId = tmdbNumber(text);
  // Films are called 300 or 1917 as well.
  const title = tmdbId === null || ONLY_DIGITS.test(text.trim()) ? text.trim() : '';
  const missing = popular.items.filter(({ movieId }) => movieId === null);
  return (
    <>
      <Section title={t('fromTmdb')}>
        <search>
          <Field
            type="search"
            label={t('tmdbTitle')}
            hint={t('tmdbHint')}
            value={text}
            onChange={({ target }) => setText(target.value)}
            maxLength={LONGEST_TITLE}
            autoComplete="off"
            spellCheck={false}
          />
        </search>
        {tmdbId !== null && (
          <button
            type="button"
            className="button-main mt-3"
            disabled={isPending}
            onClick={() => bringIn(tmdbId)}
          >
            {t('bringInNumber', { number: tmdbId })}
          </button>
        )}
        <div className="mt-3">
          <Refused error={error} />
        </div>
        {title !== '' && <FoundFilms title={title} onBringIn={bringIn} />}
      </Section>
      {text.trim() === '' && missing.length > 0 && (
        <Section title={t('popularMissing')}>
          <OutsideWall films={missing} onBringIn={bringIn} />
        </Section>
      )}
    </>
  );
}
