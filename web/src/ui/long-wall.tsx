import { type ReactNode, useEffect, useRef, useState } from 'react';
import { FilmCardSkeleton } from './film-card.tsx';
import { Again } from './states.tsx';
import type { LongList } from './use-long-list.ts';
import { useRowsInSight } from './use-rows-in-sight.ts';

/** Fetched before they come into sight, once one scrolls; and before that, once what is in sight is there. */
const AHEAD = 300;
const FIRST_AHEAD = 100;
const CALM_MS = 500;

type Props<Item> = Pick<LongList<Item>, 'total' | 'error' | 'onMore' | 'onRetry' | 'isFetching'> & {
  items: readonly Item[];
  keyOf(item: Item): string;
  /** A card; all are of one height. */
  children(item: Item, place: number): ReactNode;
};

/** A wall of thousands: as high as all of it, but only what is in sight, or nearly, is there. */
export function LongWall<Item>(props: Props<Item>) {
  const { items, total, error, onMore, onRetry, isFetching, keyOf, children } = props;
  const list = useRef<HTMLUListElement>(null);
  const { from, to, above, below } = useRowsInSight(list, total);
  const isCalm = useCalm();
  const ahead = from > 0 ? AHEAD : isCalm ? FIRST_AHEAD : 0;
  const isWanting = items.length < Math.min(to + ahead, total);
  useEffect(() => {
    if (isWanting && !isFetching) onMore();
  });
  return (
    <>
      <ul
        ref={list}
        className="wall [overflow-anchor:none]"
        style={{ paddingTop: above, paddingBottom: below }}
      >
        {Array.from({ length: Math.max(0, Math.min(to, total) - from) }, (_, n) => {
          const place = from + n;
          const item = items[place];
          return (
            <li
              key={item === undefined ? `place ${place}` : keyOf(item)}
              aria-setsize={total}
              aria-posinset={place + 1}
              className="min-w-0"
            >
              {item === undefined ? <FilmCardSkeleton /> : children(item, place)}
            </li>
          );
        })}
      </ul>
      {error !== null && items.length < Math.min(to, total) && (
        <Again error={error} isBusy={isFetching} onRetry={onRetry} />
      )}
    </>
  );
}

/** Whether the first films have been there for a moment: until then nothing shall stand in their way. */
function useCalm(): boolean {
  const [isCalm, setCalm] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setCalm(true), CALM_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return isCalm;
}
