import { type FocusEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsStored, useMyStars } from '../../mine/mine.ts';
import { useUser } from '../../session/session.ts';
import { Stars } from '../../ui/stars.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { loadWords } from '../../words/words.ts';
import { Favourite } from './favourite.tsx';
import { History } from './history.tsx';
import { Note } from './note.tsx';

const Prediction = lazy(async () => {
  const [{ Prediction }] = await Promise.all([
    import('./prediction.tsx'),
    loadWords('predictions'),
  ]);
  return { default: Prediction };
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
        <Favourite name={name} title={title} />
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
    </section>
  );
}
