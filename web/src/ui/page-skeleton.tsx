import { Loading, TitleSkeleton } from './states.tsx';

/** As high as a screen, so that the foot of the page stays out of sight until there is a page. */
export function PageSkeleton() {
  return (
    <div className="min-h-dvh">
      <Loading />
      <TitleSkeleton />
    </div>
  );
}
