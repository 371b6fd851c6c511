import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StarRow } from './star-row.tsx';

const STEPS_PER_STAR = 20;

/** 4.35 stars are 87 of 100: exactly, since both are whole steps of a twentieth of a star. */
export function pointsOf(stars: number, most: 10 | 100): number {
  return (Math.round(stars * STEPS_PER_STAR) * most) / 100;
}

export function starsOfPoints(points: number, most: 10 | 100): number {
  const steps = Math.round((points * 100) / most);
  return Math.min(5 * STEPS_PER_STAR, Math.max(0, steps)) / STEPS_PER_STAR;
}

type Props = {
  title: string;
  stars: number | null;
  most: 10 | 100;
  /** A card has no room for the stars that they are. */
  size?: 'small' | 'large';
  onRate(stars: number | null): void;
};

/** My rating as so many of ten or of a hundred points. It is given with Enter, or by going on. */
export function Points({ title, stars, most, size = 'large', onRate }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const current = stars === null ? '' : String(pointsOf(stars, most));
  const [text, setText] = useState(current);
  useEffect(() => setText(current), [current]);

  function give() {
    const points = Number(text.replace(',', '.'));
    if (text.trim() === '' || Number.isNaN(points)) return setText(current);
    const next = starsOfPoints(points, most);
    if (next === stars) setText(current);
    else onRate(next);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') give();
    if (event.key === 'Escape') setText(current);
    // Digits belong to the number here, wherever else they may be shortcuts.
    event.stopPropagation();
  }

  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="sr-only">
        {t('pointsOf', { title, most })}
      </label>
      <span className="flex min-h-9 items-center rounded-lg border border-line bg-ground pr-2 pointer-coarse:min-h-11">
        <input
          id={id}
          type="number"
          inputMode="decimal"
          min={0}
          max={most}
          step={most === 10 ? 0.1 : 1}
          value={text}
          placeholder="–"
          onChange={(event) => setText(event.target.value)}
          onBlur={give}
          onKeyDown={onKeyDown}
          className="figures w-14 bg-transparent py-1 pl-2 text-right font-semibold text-star-text"
        />
        <span className="pl-1 text-sm text-faint" aria-hidden="true">
          /{most}
        </span>
      </span>
      {size === 'large' && <StarRow stars={stars ?? 0} className="h-4 max-sm:hidden" />}
      {stars !== null && (
        <button
          type="button"
          onClick={() => onRate(null)}
          aria-label={t('clearRating', { title })}
          className="grid size-8 shrink-0 place-items-center rounded-full text-faint hover:bg-raised hover:text-ink"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
