import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Before it comes into sight, so that who scrolls finds it there. */
const AHEAD = '600px';

/** What is fetched and drawn only once one comes near it. */
export function WhenNear({ className, children }: { className: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { rootMargin: AHEAD },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className={isNear ? className : `${className} min-h-96`}>
      {isNear && children}
    </div>
  );
}
