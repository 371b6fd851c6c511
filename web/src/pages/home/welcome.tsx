import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMyCount, useWaiting } from '../../mine/mine.ts';
import { pathTo } from '../../paths.ts';
import { useUser } from '../../session/session.ts';
import type { CardFilm } from '../../ui/film-card.tsx';
import { StarRow } from '../../ui/star-row.tsx';
import { Fan } from './fan.tsx';

const FIRST_FILMS = 3;

type Props = { films: readonly CardFilm[] | undefined };

/** What a newcomer reads, until three films are rated. */
export function Welcome({ films = [] }: Props) {
  const { t } = useTranslation(['home', 'common']);
  const user = useUser();
  const rated = useMyCount() + useWaiting();
  const left = Math.max(0, FIRST_FILMS - rated);
  return (
    <section className="relative -mx-4 overflow-hidden rounded-b-3xl border-b border-line/60 bg-surface -mt-6 px-5 pt-10 pb-9 sm:mx-0 sm:mt-0 sm:rounded-3xl sm:border sm:px-12 sm:py-14">
      <div
        aria-hidden="true"
        className="pointer-events-none absolute -top-52 -right-36 size-136 bg-radial from-star/20 to-transparent to-70%"
      />
      {/* Beside the words, so that nothing moves when they come. */}
      <div className="absolute inset-y-0 right-16 hidden items-center xl:flex">
        <Fan films={films} />
      </div>
      <div className="relative max-w-2xl">
        <StarRow stars={3.5} className="h-7" />
        <h1 className="mt-6 text-4xl leading-[1.05] font-extrabold tracking-tight sm:text-6xl">
          {t('welcomeTitle')}
        </h1>
        <p className="mt-5 max-w-xl text-lg text-soft">{t('welcomeText')}</p>
        <div className="mt-8 flex flex-wrap items-center gap-x-5 gap-y-3">
          {user === null && left === 0 ? (
            <Link href={pathTo('/sign-up')} className="button-main">
              {t('common:signUp')}
            </Link>
          ) : (
            <Link href={`${pathTo('/rapid')}?first`} className="button-main">
              {t(rated === 0 ? 'welcomeStart' : 'welcomeGoOn')}
            </Link>
          )}
          {rated === 0 && (
            <Link href={pathTo('/imports')} className="button-quiet">
              {t('common:imports')}
            </Link>
          )}
          {rated > 0 && (
            <p className="text-soft" role="status">
              {left > 0 ? t('welcomeSteps', { count: left }) : t('welcomeKeep')}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
