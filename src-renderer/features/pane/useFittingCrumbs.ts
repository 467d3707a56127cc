import { type RefObject, useLayoutEffect, useState } from 'react';

/** Pixels of the button that stands for those without room; so in the style sheet. */
const more = 24;

interface Measured {
  /** What was measured. */
  readonly path: string | undefined;
  readonly widths: readonly number[];
}

/**
 * How many crumbs from the first on find no room in the bar. They are measured when all are there, before the picture is drawn; after that
 * only the room changes.
 */
export function useFittingCrumbs(bar: RefObject<HTMLElement | null>, path: string, leastRest: number): number {
  const [measured, setMeasured] = useState<Measured>({ path: undefined, widths: [] });
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);

  useLayoutEffect(() => {
    const element = bar.current;
    if (element === null) return;
    const measure = (): void => {
      setMeasured({ path, widths: [...element.querySelectorAll('[data-crumb]')].map(width) });
    };
    measure();
  }, [bar, path]);
  useLayoutEffect(() => {
    const element = bar.current;
    if (element === null) return;
    const measure = (): void => setRoom(Math.max(0, width(element) - leastRest));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [bar, leastRest]);

  return measured.path === path ? crumbsWithoutRoom(measured.widths, room) : 0;
}

/** The last one is always shown; it alone may be narrower than it is. */
export function crumbsWithoutRoom(widths: readonly number[], room: number): number {
  const sum = (from: number): number => widths.slice(from).reduce((total, one) => total + one, 0);
  if (sum(0) <= room) return 0;
  let hidden = 1;
  while (hidden < widths.length - 1 && more + sum(hidden) > room) hidden++;
  return Math.min(hidden, widths.length - 1);
}

const width = (element: Element): number => element.getBoundingClientRect().width;
