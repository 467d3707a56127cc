import { type RefObject, useEffect } from 'react';
import type { Tab } from '../../store/state.ts';

/** Keeps the active tab in view, also when the strip or the tab itself gets another width. */
export function useShownTab(strip: RefObject<HTMLElement | null>, active: number, tabs: readonly Tab[]): void {
  useEffect(() => {
    const tab = strip.current?.children[tabs.findIndex(({ id }) => id === active)];
    if (strip.current === null || tab === undefined) return;
    // It is also called once at the beginning.
    const observer = new ResizeObserver(() => tab.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
    observer.observe(strip.current);
    observer.observe(tab);
    return () => observer.disconnect();
  }, [strip, active, tabs]);
}
