import { create } from 'zustand';
import { type Words, wordsFor } from '../text/text.ts';
import { type DialogState, initialState, type Notice, type PaneSide, type PaneState, type State } from './state.ts';

/** The one store: what the user arranged, and a read-only mirror of the main side (see mirror.ts). */
export const useStore = create<State>()(initialState);

export const getState = useStore.getState;
export const setState = useStore.setState;

export function updatePane(side: PaneSide, change: Partial<PaneState>): void {
  setState((state) => ({ panes: { ...state.panes, [side]: { ...state.panes[side], ...change } } }));
}

/** After the pane's listing or selection was changed in place. */
export function touchPane(side: PaneSide, options: { readonly reveal?: boolean } = {}): void {
  const pane = getState().panes[side];
  updatePane(side, { revision: pane.revision + 1, reveal: pane.reveal + (options.reveal === true ? 1 : 0) });
}

export function showDialog(dialog: DialogState | undefined): void {
  setState({ dialog });
}

/** Whether this very dialog is open: what it waited for may come when it is gone and another has taken its place. */
export function isOpen(dialog: DialogState): boolean {
  return getState().dialog === dialog;
}

/** Closes this very dialog. Returns whether it was still there. */
export function closeDialog(dialog: DialogState): boolean {
  if (!isOpen(dialog)) return false;
  showDialog(undefined);
  return true;
}

/** For a dialog that the user did not just ask for: it waits until none is open, so that it does not come up under his hands. */
export function showDialogInTurn(dialog: DialogState): void {
  if (getState().dialog === undefined) return showDialog(dialog);
  const unsubscribe = useStore.subscribe(() => {
    if (getState().dialog !== undefined) return;
    unsubscribe();
    showDialog(dialog);
  });
}

export function notify(side: PaneSide, notice: Notice | undefined): void {
  updatePane(side, { notice });
}

/** Milliseconds that a sentence stays in the status bar. */
const announcementLife = 20_000;

/** Said aloud by screen readers and shown in the status bar. */
export function announce(text: string, problem = false): void {
  const number = getState().announcement.number + 1;
  const announcement = { text, problem, number };
  setState({ announcement });
  setTimeout(() => {
    if (getState().announcement === announcement) setState({ announcement: { text: '', problem: false, number } });
  }, announcementLife);
}

export function useWords(): Words {
  return wordsFor(useStore((state) => state.language));
}

export function currentWords(): Words {
  return wordsFor(getState().language);
}

export function otherSide(side: PaneSide): PaneSide {
  return side === 'left' ? 'right' : 'left';
}
