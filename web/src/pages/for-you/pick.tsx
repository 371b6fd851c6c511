import { Eye, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Shape } from '../../api.ts';
import { useIsStored, useMyStars } from '../../mine/mine.ts';
import { number, starsText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { Guess } from '../../predictions/guess.tsx';
import { Poster } from '../../ui/poster.tsx';
import { spokenTitle } from '../../ui/poster-art.ts';
import { Stars } from '../../ui/stars.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { genreName } from '../../words/genres.ts';

type Props = { pick: Shape<'Recommendation'>; onSetAside(): void };

/** A film to see: what I will probably give it, and why. Who has seen it rates it, without seeing that meanwhile. */
export function Pick({ pick: { movie, prediction, reasons }, onSetAside }: Props) {
  const { t } = useTranslation('predictions');
  const { id, title, year, genres, posterUrl } = movie;
  const name = String(id);
  const [isSeen, setSeen] = useState(false);
  const mine = useMyStars(name);
  const isRated = useIsStored(name) && mine !== null;
  const isOpen = prediction !== null && (!isSeen || isRated);
  const href = pathTo('/film/:movie', { movie: id });
  const spoken = spokenTitle(title);
  return (
    <article className="panel flex h-full gap-4 p-4 sm:gap-5 sm:p-5">
      <Link
        href={href}
        className="w-22 shrink-0 self-start sm:w-28"
        aria-hidden="true"
        tabIndex={-1}
      >
        <Poster title={title} year={year} genre={genres[0]} url={posterUrl} />
      </Link>
      <div className="flex min-w-0 grow flex-col">
        <h2 className="leading-snug font-semibold wrap-anywhere" dir="auto">
          <Link href={href} className="rounded hover:underline">
            {spoken}
          </Link>
        </h2>
        <p className="figures mt-0.5 text-sm text-faint">
          {[year, ...genres.slice(0, 2).map(genreName)].filter(Boolean).join(' · ')}
        </p>
        <div className="mt-2 min-h-14">
          {isOpen && (
            <>
              <Guess prediction={prediction} />
              <p className="text-sm text-soft">
                {isRated
                  ? t('guessed', { stars: starsText(mine) })
                  : t('likeShort', { percent: number(prediction.like, { style: 'percent' }) })}
              </p>
            </>
          )}
          {isSeen && !isRated && <p className="text-sm text-faint">{t('guessCovered')}</p>}
        </div>
        {reasons.length > 0 && isOpen && (
          <p className="mt-1 text-sm text-faint wrap-anywhere">
            {t('because')}{' '}
            {reasons.map(({ movie, stars }, n) => (
              <span key={movie.id}>
                {n > 0 && ', '}
                <Link
                  href={pathTo('/film/:movie', { movie: movie.id })}
                  className="text-soft underline decoration-line underline-offset-2 hover:decoration-star"
                >
                  {spokenTitle(movie.title)}
                </Link>{' '}
                <span className="figures whitespace-nowrap">{starsText(stars)} ★</span>
              </span>
            ))}
          </p>
        )}
        <div className="mt-auto -ml-2 flex min-h-11 flex-wrap items-center gap-x-1 pt-3">
          {isSeen || mine !== null ? (
            <div className="ml-2">
              <Stars name={name} title={title} />
            </div>
          ) : (
            <>
              <button
                type="button"
                className="button-bare"
                aria-label={t('seenNamed', { title: spoken })}
                onClick={() => setSeen(true)}
              >
                <Eye className="size-4" aria-hidden="true" />
                {t('seen')}
              </button>
              <button
                type="button"
                className="button-bare"
                aria-label={t('setAsideNamed', { title: spoken })}
                onClick={onSetAside}
              >
                <X className="size-4" aria-hidden="true" />
                {t('setAside')}
              </button>
            </>
          )}
        </div>
      </div>
    </article>
  );
}

export function PickSkeleton() {
  return (
    <div className="panel flex gap-4 p-4 sm:gap-5 sm:p-5" aria-hidden="true">
      <Skeleton className="aspect-2/3 w-22 shrink-0 self-start sm:w-28" />
      <div className="min-w-0 grow">
        <Skeleton className="h-5 w-4/5" />
        <Skeleton className="mt-4 h-10 w-1/2" />
        <Skeleton className="mt-4 h-10 w-full" />
      </div>
    </div>
  );
}
