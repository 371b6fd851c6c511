import { useEffect } from 'react';
import { openOverlay } from './overlay.ts';

/** Keys that work everywhere but where one writes. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isPalette = event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey);
      const isPlain = !event.metaKey && !event.ctrlKey && !event.altKey && !isWriting(event.target);
      if (isPalette || (isPlain && event.key === '/')) {
        event.preventDefault();
        openOverlay({ kind: 'palette' });
      } else if (isPlain && event.key === '?') {
        event.preventDefault();
        openOverlay({ kind: 'shortcuts' });
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]')
  );
}
