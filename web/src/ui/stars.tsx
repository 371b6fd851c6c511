import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rate, useMyStars } from '../mine/mine.ts';
import type { FilmName } from '../mine/wishes.ts';
import { starsText } from '../numbers.ts';
import { useUser } from '../session/session.ts';
import { Points } from './points.tsx';
import { StarRow } from './star-row.tsx';

const HALVES = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5] as const;
/** Who lets go so far above or below has thought better of it, in px. */
const WELL_OUTSIDE = 40;
/** Arrow keys pass over what is not meant. */
const SETTLE_MS = 350;

type Props = {
  name: FilmName;
  title: string;
  size?: 'small' | 'large';
  /** As the list has it that the film is of. */
  meanwhile?: number | null;
};

/** My rating of a film, to see and to give, on the scale that I chose. */
export function Stars({ name, title, size = 'small', meanwhile = null }: Props) {
  const user = useUser();
  const stars = useMyStars(name, meanwhile);
  const give = (next: number | null, settle = 0) => rate({ name, title }, next, { settle });
  const scale = user?.scale ?? 'halves';
  return scale === 'halves' ? (
    <StarsInput title={title} stars={stars} size={size} onRate={give} />
  ) : (
    <Points
      title={title}
      stars={stars}
      most={scale === 'ten' ? 10 : 100}
      size={size}
      onRate={give}
    />
  );
}

type InputProps = {
  title: string;
  stars: number | null;
  size?: 'small' | 'large';
  /** `settle`: how long another change may follow, in ms. */
  onRate(stars: number | null, settle?: number): void;
};

/**
 * Eleven radios under five stars: arrows move by half a star, digits give whole ones and with Shift a half more, Delete
 * takes the rating back. A pointer takes the half it is over; on touch, sliding shows what it would be.
 */
export function StarsInput({ title, stars, size = 'small', onRate }: InputProps) {
  const { t } = useTranslation();
  const group = useId();
  const row = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState<number | null>(null);
  const isLarge = size === 'large';
  const current = HALVES.find((value) => value === stars) ?? HALVES[0];

  function at({ clientX }: PointerEvent): number {
    const { left, width } = row.current!.getBoundingClientRect();
    const halves = Math.ceil(((clientX - left) / width) * 10);
    return Math.min(10, Math.max(1, halves)) / 2;
  }

  function isOutside({ clientY }: PointerEvent): boolean {
    const { top, bottom } = row.current!.getBoundingClientRect();
    return clientY < top - WELL_OUTSIDE || clientY > bottom + WELL_OUTSIDE;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = starsOfKey(event);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next !== null || stars !== null) onRate(next);
    // Arrows go on from there.
    row.current?.querySelector<HTMLElement>(`[value="${next}"]`)?.focus();
  }

  return (
    <fieldset className="relative flex min-w-0 items-center gap-0.5" onKeyDown={onKeyDown}>
      <legend className="sr-only">{t('ratingOf', { title })}</legend>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys are for the radios in it */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are for the radios in it */}
      <div
        ref={row}
        className={`relative flex shrink-0 cursor-pointer touch-pan-y in-[.shelf]:touch-pan-x rounded-md has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-star-text ${isLarge ? 'py-1 max-[23.5rem]:py-2.5' : 'py-2.5 pointer-fine:py-1'}`}
        onPointerMove={(event) => setOver(at(event))}
        onPointerLeave={() => setOver(null)}
        onPointerCancel={() => setOver(null)}
        onPointerDown={(event) => {
          row.current?.setPointerCapture(event.pointerId);
          setOver(at(event));
        }}
        onPointerUp={(event) => {
          if (event.button === 0 && over !== null && !isOutside(event)) onRate(at(event));
          setOver(null);
        }}
        // A finger beside what can be clicked is taken for one on it: without this, that is the button behind the stars.
        onClick={() => {}}
      >
        <StarRow
          stars={over ?? stars ?? 0}
          className={isLarge ? 'h-11 max-[23.5rem]:h-8 sm:h-12' : 'h-5.5 max-[22.5rem]:h-5'}
        />
        {HALVES.map((value) => (
          <input
            key={value}
            type="radio"
            name={group}
            value={value}
            checked={stars === value}
            // Said, as they are no group to Chromium once they were drawn anew.
            tabIndex={value === current ? 0 : -1}
            onChange={() => onRate(value, SETTLE_MS)}
            aria-label={labelOf(value, t)}
            className="pointer-events-none absolute inset-0 m-0 size-full appearance-none opacity-0"
          />
        ))}
      </div>
      <span
        className={`figures w-6.5 shrink-0 text-center text-sm font-semibold text-star-text ${isLarge ? '' : 'max-md:hidden'}`}
        aria-hidden="true"
      >
        {over !== null ? starsText(over) : stars !== null ? starsText(stars) : ''}
      </span>
      {stars !== null && (
        <button
          type="button"
          onClick={() => onRate(null)}
          aria-label={t('clearRating', { title })}
          className={`grid shrink-0 place-items-center rounded-full text-faint hover:bg-raised hover:text-ink ${isLarge ? 'size-11' : 'size-6 pointer-coarse:-mr-3 pointer-coarse:size-11'}`}
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      )}
    </fieldset>
  );
}

const labels = new Map<number, string>();

/** In the language of the page, looked up once: there are eleven of them at each film. */
function labelOf(stars: number, t: TFunction): string {
  const label = labels.get(stars) ?? t('stars', { count: stars });
  labels.set(stars, label);
  return label;
}

/** Undefined for a key that says nothing of stars, null for one that takes them back. */
export function starsOfKey({
  code,
  shiftKey,
}: Pick<KeyboardEvent, 'code' | 'shiftKey'>): number | null | undefined {
  if (code === 'Delete' || code === 'Backspace') return null;
  const digit = /^(?:Digit|Numpad)([0-5])$/.exec(code)?.[1];
  if (digit === undefined) return undefined;
  return Math.min(5, Number(digit) + (shiftKey ? 0.5 : 0));
}
