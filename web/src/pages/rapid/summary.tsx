import { Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { number } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { useUser } from '../../session/session.ts';
import { FilmCard } from '../../ui/film-card.tsx';
import type { Step } from './queue.ts';
import { useKeys } from './use-keys.ts';

type Props = { steps: readonly Step[]; onAgain(): void; onUndo(): void };

/** What was given, all of it still to be changed. */
export function Summary({ steps, onAgain, onUndo }: Props) {
  const { t } = useTranslation(['rapid', 'common']);
  const user = useUser();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  useKeys({ onUndo });
  const mean = steps.reduce((sum, { stars }) => sum + (stars ?? 0), 0) / steps.length;
  return (
    <div className="mx-auto max-w-5xl py-6 sm:py-10">
      <div className="text-center">
        <h1 ref={heading} tabIndex={-1} className="title">
          {t('summary', { count: steps.length })}
        </h1>
        <p className="figures mt-2 text-soft">
          {t('summaryMean', { stars: number(mean, { maximumFractionDigits: 1 }) })}
        </p>
        {user === null && <p className="mx-auto mt-4 max-w-md text-soft">{t('keep')}</p>}
        <div className="mt-6 flex flex-wrap justify-center gap-3">
          {user === null && (
            <Link href={pathTo('/sign-up')} className="button-main">
              {t('common:signUp')}
            </Link>
          )}
          <button
            type="button"
            className={user === null ? 'button-quiet' : 'button-main'}
            onClick={onAgain}
          >
            {t('again')}
          </button>
          <button type="button" className="button-quiet" onClick={onUndo}>
            <Undo2 className="size-4" aria-hidden="true" />
            {t('undo')}
          </button>
          {user && (
            <Link href={pathTo('/user/:user', { user: user.handle })} className="button-quiet">
              {t('toProfile')}
            </Link>
          )}
          <Link href={pathTo('/')} className="button-bare">
            {t('common:home')}
          </Link>
        </div>
      </div>
      <h2 className="sr-only">{t('given')}</h2>
      <ul className="wall mt-10 md:grid-cols-[repeat(auto-fit,11rem)] md:justify-center">
        {steps.map(({ film: { score: _, ...film } }) => (
          <li key={film.name} className="min-w-0">
            <FilmCard film={film} />
          </li>
        ))}
      </ul>
    </div>
  );
}
