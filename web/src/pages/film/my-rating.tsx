import { type FocusEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsStored, useMyStars } from '../../mine/mine.ts';
import { useUser } from '../../session/session.ts';
import { Stars } from '../../ui/stars.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { loadWords } from '../../words/words.ts';
import { History } from './history.tsx';
import { Mark } from './mark.tsx';
import { Note } from './note.tsx';

const Prediction = lazy(async () => {
  const [{ Prediction }] = await Promise.all([
    import('./prediction.tsx'),
    loadWords('predictions'),
  ]);
  return { default: Prediction };
});

const MyViewings = lazy(async () => {
  const [{ MyViewings }] = await Promise.all([import('./my-viewings.tsx'), loadWords('diary')]);
  return { default: MyViewings };
});

/** What I think of it. */
export function MyRating({ name, title }: { name: string; title: string }) {
  const { t } = useTranslation('film');
  const user = useUser();
  const stars = useMyStars(name);
  const isStored = useIsStored(name);
  const [isOver, setOver] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  // A click has given the stars; keys go on from where they are.
  const isRating = hasFocus || (isOver && stars === null);
  const onFocus = ({ target }: FocusEvent) => setFocus(target.matches('input'));
  return (
    <section aria-label={t('yourRating')} className="panel mt-6 sm:mt-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4 max-sm:justify-center">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it looks on; the stars in it are what one uses */}
        <div
          className="max-sm:grid max-sm:justify-items-center"
          onFocus={onFocus}
          onBlur={() => setFocus(false)}
          onPointerEnter={() => setOver(true)}
          onPointerLeave={() => setOver(false)}
        >
          <Stars name={name} title={title} size="large" />
          {stars === null && (
            <p className="mt-1 text-sm text-faint">
              <span className="pointer-coarse:hidden">{t('rateIt')}</span>
              <span className="hidden pointer-coarse:inline">{t('rateItByTouch')}</span>
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2 max-sm:justify-center">
          <Mark list="favourites" name={name} />
          <Mark list="watchlist" name={name} />
        </div>
      </div>
      {isStored && stars !== null && (
        <>
          <Note name={name} title={title} stars={stars} />
          <History name={name} />
        </>
      )}
      {user !== null && (
        <Suspense fallback={<Skeleton className="mt-5 h-20 w-full" />}>
          <Prediction name={name} isRating={isRating} />
        </Suspense>
      )}
      {user !== null && (
        <div className="mt-4 min-h-16 border-t border-line pt-4">
          <Suspense fallback={null}>
            <MyViewings film={{ name, title }} />
          </Suspense>
        </div>
      )}
    </section>
  );
}
