import { useEffect, useRef } from 'react';
import { starsOfKey } from '../../ui/stars.tsx';

type Acts = {
  onUndo(): void;
} & Partial<Rating>;

type Rating = {
  onRate(stars: number): void;
  /** Half a star up or down from what is chosen. */
  onChoose(by: 0.5 | -0.5): void;
  /** False if nothing was chosen: then Enter is what it always is. */
  onConfirm(): boolean;
  onSkip(): void;
  onLeave(): void;
};

/** Keys work wherever the focus is, but in a dialog and where one writes. */
export function useKeys(acts: Acts): void {
  const current = useRef(acts);
  current.current = acts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]') || isWriting(event.target)) return;
      if (!act(event, current.current)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the stars themselves, to which arrows and Backspace mean something else.
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

/** Whether the key meant something. */
function act(event: KeyboardEvent, acts: Acts): boolean {
  const { code, repeat } = event;
  if (code === 'KeyZ' || code === 'KeyU') {
    if (!repeat) acts.onUndo();
    return true;
  }
  return isRating(acts) && actOnFilm(event, acts);
}

function isRating(acts: Acts): acts is Rating & Acts {
  return acts.onRate !== undefined;
}

function actOnFilm(event: KeyboardEvent, acts: Rating & Acts): boolean {
  switch (event.code) {
    case 'Backspace':
      if (!event.repeat) acts.onUndo();
      return true;
    case 'ArrowRight':
    case 'KeyS':
      if (!event.repeat) acts.onSkip();
      return true;
    case 'ArrowUp':
      acts.onChoose(0.5);
      return true;
    case 'ArrowDown':
      acts.onChoose(-0.5);
      return true;
    case 'Enter':
    case 'NumpadEnter':
    case 'Space':
      return !isButton(event.target) && acts.onConfirm();
    case 'Escape':
      acts.onLeave();
      return true;
    default: {
      const stars = starsOfKey(event);
      if (typeof stars !== 'number') return false;
      // A key that is held down would rate the next film too.
      if (!event.repeat) acts.onRate(stars);
      return true;
    }
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=radio]), textarea');
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button, a');
}
