import type { PaneSide } from '../../store/state.ts';

/** Marks a drag as one of a tab. */
export const tabType = 'application/x-ferry-tab';

export interface TabDrag {
  readonly side: PaneSide;
  readonly id: number;
}

let current: TabDrag | undefined;

export function beginTabDrag(drag: TabDrag): void {
  current = drag;
}

export function endTabDrag(): void {
  current = undefined;
}

export function currentTabDrag(): TabDrag | undefined {
  return current;
}
