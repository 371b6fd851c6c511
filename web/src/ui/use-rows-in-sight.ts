import { type RefObject, startTransition, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Drawn at once; the others of the first screens in steps, between which the browser can do other things. */
const FIRST_ITEMS = 6;

/** `height` is of one row with the gap below it, in px. */
type Rows = { columns: number; height: number };
type Sight = { first: number; last: number };

/**
 * Which items of a grid are in sight, or within a screen of it, and how much room the others take above and below, in
 * px. All rows are as high as the first.
 */
export function useRowsInSight(list: RefObject<HTMLElement | null>, total: number) {
  const [rows, setRows] = useState<Rows | null>(null);
  const [sight, setSight] = useState<Sight>({ first: 0, last: 0 });
  const isEmpty = total === 0;

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || isEmpty) return;
    const measure = () => {
      const next = rowsOf(element);
      // Before it is painted, so that what is below the list stays where it is.
      flushSync(() => setRows((before) => (isSame(before, next) ? before : next)));
    };
    // It hears at first, too, and once the list is laid out: to measure here would lay it out in the middle of drawing it.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [list, isEmpty]);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || rows === null) return;
    const look = () => {
      const next = sightOf(element, rows.height);
      setSight((before) => (isSame(before, next) ? before : next));
    };
    startTransition(look);
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [list, rows]);

  if (rows === null) return { from: 0, to: FIRST_ITEMS, above: 0, below: 0 };
  const { columns, height } = rows;
  const all = Math.ceil(total / columns);
  const first = Math.min(sight.first, Math.max(0, all - 1));
  const last = Math.min(Math.max(sight.last, first + Math.ceil(FIRST_ITEMS / columns)), all);
  return {
    from: first * columns,
    to: last * columns,
    above: first * height,
    below: Math.max(0, all - last) * height,
  };
}

function rowsOf(element: HTMLElement): Rows {
  const { gridTemplateColumns, rowGap } = getComputedStyle(element);
  const gap = Number.parseFloat(rowGap) || 0;
  const item = element.firstElementChild?.getBoundingClientRect().height ?? 0;
  return { columns: gridTemplateColumns.split(' ').length, height: item + gap };
}

function sightOf(element: HTMLElement, height: number): Sight {
  const above = -element.getBoundingClientRect().top;
  const screen = window.innerHeight;
  return {
    first: Math.max(0, Math.floor((above - screen) / height)),
    last: Math.max(0, Math.ceil((above + 2 * screen) / height)),
  };
}

function isSame<Value extends object>(one: Value | null, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
