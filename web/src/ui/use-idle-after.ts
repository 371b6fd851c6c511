import { useEffect, useState } from 'react';

/** Of browsers that do not say when they are idle. */
const GUESS_MS = 100;

/** True once the browser has nothing to do, after it became `ready`: what is out of sight waits for what is in sight. */
export function useIdleAfter(ready: boolean): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    if (!ready) return;
    const begin = () => setIdle(true);
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(begin, GUESS_MS);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(begin, { timeout: 1000 });
    return () => cancelIdleCallback(request);
  }, [ready]);
  return isIdle;
}
