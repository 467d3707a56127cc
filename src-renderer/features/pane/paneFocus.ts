import type { PaneSide } from '../../store/state.ts';
import { setState } from '../../store/store.ts';

/** Puts the keyboard into a pane: its list, or the first thing to press where there is none. */
export function focusPane(side: PaneSide): void {
  setState({ focused: side });
  const pane = document.getElementById(paneId(side));
  const target = pane?.querySelector<HTMLElement>('[role="grid"]') ?? pane?.querySelector<HTMLElement>('.pane-body button');
  target?.focus();
}

/** Puts the keyboard into the name that is being edited, if one is. */
export function focusRenameField(side: PaneSide): void {
  document.getElementById(paneId(side))?.querySelector<HTMLElement>('.rename-field')?.focus({ preventScroll: true });
}

export function paneId(side: PaneSide): string {
  return `${side}-pane`;
}

/** Milliseconds until a closed menu or dialog has given the focus back. */
const givingBack = 60;

/** For what takes the focus and may have been chosen in a menu or a dialog, which takes it back while it closes. */
export function whenFocusIsFree(take: () => void): void {
  if (document.querySelector('[role="menu"], [role="dialog"]') === null) take();
  else setTimeout(take, givingBack);
}
