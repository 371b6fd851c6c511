import { useTranslation } from 'react-i18next';
import { useIsStored, useMyStars } from '../../mine/mine.ts';
import { Stars } from '../../ui/stars.tsx';
import { Favourite } from './favourite.tsx';
import { History } from './history.tsx';
import { Note } from './note.tsx';

/** What I think of it. */
export function MyRating({ name, title }: { name: string; title: string }) {
  const { t } = useTranslation('film');
  const stars = useMyStars(name);
  const isStored = useIsStored(name);
  return (
    <section aria-label={t('yourRating')} className="panel mt-6 sm:mt-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4 max-sm:justify-center">
        <div className="max-sm:grid max-sm:justify-items-center">
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
    </section>
  );
}
