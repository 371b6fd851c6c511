import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { starsText } from '../../numbers.ts';
import { useUser } from '../../session/session.ts';
import type { CardFilm } from '../../ui/film-card.tsx';
import { Points } from '../../ui/points.tsx';
import { Poster } from '../../ui/poster.tsx';
import { spokenTitle } from '../../ui/poster-art.ts';
import { StarsInput } from '../../ui/stars.tsx';
import { Loading, Skeleton } from '../../ui/states.tsx';
import { useKeys } from './use-keys.ts';
import { useSwipe } from './use-swipe.ts';

const MOST = 5;
/** With keys, what they do takes a line more. */
const POSTER =
  'mx-auto w-[min(100%,calc((100dvh-27rem)/1.5))] pointer-coarse:w-[min(100%,calc((100dvh-25rem)/1.5))] min-w-40';

type Props = {
  film: CardFilm;
  next: CardFilm | undefined;
  onRate(stars: number): void;
  onSkip(): void;
  onUndo(): void;
  onLeave(): void;
};

/** A film, as large as the screen has room, and what one gives it. */
export function One({ film, next, onRate, onSkip, onUndo, onLeave }: Props) {
  const { t } = useTranslation('rapid');
  const scale = useUser()?.scale ?? 'halves';
  const [choice, setChoice] = useState<{ name: string; stars: number | null } | null>(null);
  const chosen = choice?.name === film.name ? choice.stars : null;
  const choose = (stars: number | null) => setChoice({ name: film.name, stars });
  const swipe = useSwipe(onSkip);
  const { title, year, genre, posterUrl } = film;
  useKeys({
    onRate,
    onSkip,
    onUndo,
    onLeave,
    onChoose: (by) => choose(Math.min(MOST, Math.max(0, (chosen ?? MOST / 2) + by))),
    onConfirm() {
      if (chosen === null) return false;
      onRate(chosen);
      return true;
    },
  });
  usePreloaded(next?.posterUrl);
  return (
    <article className="flex grow flex-col justify-center gap-5 py-4">
      <div {...swipe} className={`${POSTER} touch-pan-y`}>
        <Poster key={film.name} title={title} year={year} genre={genre} url={posterUrl} eager />
      </div>
      <div className="min-h-18 text-center">
        <h2 className="line-clamp-2 text-2xl font-bold tracking-tight wrap-anywhere" dir="auto">
          {spokenTitle(title)}
        </h2>
        <p className="figures mt-1 text-soft">{year}</p>
      </div>
      {/* As much room before the stars as their number has after them. */}
      <div
        className={`flex min-h-14 justify-center ${chosen === null && scale === 'halves' ? 'pl-8' : ''}`}
      >
        {scale === 'halves' ? (
          <StarsInput
            title={title}
            stars={chosen}
            size="large"
            onRate={(stars, settle) => {
              // What only passes by on the way to another is not meant yet.
              if (stars === null || settle) choose(stars);
              else onRate(stars);
            }}
          />
        ) : (
          <Points
            key={film.name}
            title={title}
            stars={chosen}
            most={scale === 'ten' ? 10 : 100}
            onRate={(stars) => (stars === null ? choose(null) : onRate(stars))}
          />
        )}
      </div>
      <div className="flex flex-wrap justify-center gap-3">
        <button type="button" className="button-quiet min-w-36" onClick={onSkip}>
          {t('skip')}
        </button>
        {chosen !== null && (
          <button type="button" className="button-main min-w-36" onClick={() => onRate(chosen)}>
            {t('confirm', { stars: starsText(chosen) })}
          </button>
        )}
      </div>
      <p className="text-center text-xs leading-relaxed text-balance text-faint pointer-coarse:hidden">
        {t('keys')}
      </p>
      <p className="hidden text-center text-xs leading-relaxed text-balance text-faint pointer-coarse:block">
        {t('swipe')}
      </p>
    </article>
  );
}

/** The poster of the next film is there before the film is. */
function usePreloaded(url: string | null | undefined): void {
  useEffect(() => {
    if (url) new Image().src = url;
  }, [url]);
}

export function OneSkeleton() {
  return (
    <div className="flex grow flex-col justify-center gap-5 py-4">
      <Loading />
      <div className={POSTER}>
        <Skeleton className="aspect-2/3 w-full" />
      </div>
      <Skeleton className="mx-auto h-18 w-56" />
      <div className="h-14" />
      <div className="h-11" />
      <div className="h-5" />
    </div>
  );
}
