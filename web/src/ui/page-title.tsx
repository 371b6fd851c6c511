import { useEffect } from 'react';

/** What the tab says: `Heat (1995) · Halfstar`. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? 'Halfstar' : `${title} · Halfstar`;
  }, [title]);
}
