import { useEffect, useState } from 'react';

/** Of browsers that do not say when they are idle. */
const GUESS_MS = 100;
/** What is in sight may come from another service, which takes its time. */
const LONGEST_MS = 2000;

/** True once the browser has nothing to do, after it became `ready`: what is out of sight waits for what is in sight. */
export function useIdleAfter(ready: boolean): boolean {
  const [isIdle, setIdle] = useState(ready);
  useEffect(() => {
    const begin = () => setIdle(true);
    if (!ready) {
      const timer = setTimeout(begin, LONGEST_MS);
      return () => clearTimeout(timer);
    }
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(begin, GUESS_MS);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(begin, { timeout: 1000 });
    return () => cancelIdleCallback(request);
  }, [ready]);
  return isIdle;
}
