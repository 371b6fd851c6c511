import { type CSSProperties, type PointerEvent, useRef, useState } from 'react';

/** So far, in px, is a swipe; less goes back. */
const FAR = 90;

/** For what can be thrown off the screen sideways, by touch alone. */
export function useSwipe(onSwiped: () => void) {
  const start = useRef<number | null>(null);
  const [by, move] = useState(0);
  const end = () => {
    start.current = null;
    move(0);
  };
  const style: CSSProperties = {
    transform: by === 0 ? undefined : `translateX(${by}px) rotate(${by / 30}deg)`,
    opacity: 1 - Math.min(0.6, Math.abs(by) / 400),
    transition: by === 0 ? 'transform 150ms, opacity 150ms' : 'none',
  };
  return {
    style,
    onPointerDown({ pointerType, clientX }: PointerEvent) {
      if (pointerType !== 'mouse') start.current = clientX;
    },
    onPointerMove({ clientX }: PointerEvent) {
      if (start.current !== null) move(clientX - start.current);
    },
    onPointerUp() {
      const isFar = Math.abs(by) > FAR;
      end();
      if (isFar) onSwiped();
    },
    onPointerCancel: end,
  };
}
