import { paneSides, type State } from '../../store/state.ts';

/** What stands over the window and has the keyboard: a dialog of the user's own, or the first question that waits for an answer. */
export function shownAbove(state: State): 'dialog' | 'preflight' | 'conflict' | undefined {
  if (state.dialog !== undefined) return 'dialog';
  // It would take the keyboard from a name that is half typed, and a field that is left gives its name to the file.
  if (paneSides.some((side) => state.panes[side].rename !== undefined)) return undefined;
  if (state.preflights.length > 0) return 'preflight';
  return state.conflicts.length > 0 ? 'conflict' : undefined;
}
