import { useEffect } from 'react';
import { getState, setState, showDialog, useStore } from '../../store/store.ts';
import { focusPane } from '../pane/paneFocus.ts';
import { connectSide } from '../sessions/openSession.ts';
import { shownAbove } from './questions.ts';
import { LatePart, useLatePart } from '../../ui/latePart.ts';

/** Milliseconds until a closed dialog has given the focus back. */
const focusDelay = 60;

/** A fifth of the script: the first picture has none of them. */
export const dialogParts = new LatePart(async () => (await import('./DialogParts.tsx')).DialogParts);

/** The dialog that is open, if one is: of the user's own, or a question of the queue. */
export function Dialogs() {
  const open = useStore((state) => shownAbove(state) !== undefined);
  useEffect(() => {
    if (open) return undefined;
    // What opened the dialog may be gone by now, such as the item of a menu.
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) focusPane(getState().focused);
    }, focusDelay);
    return () => clearTimeout(timer);
  }, [open]);
  const offered = useStore((state) => state.offered);
  useEffect(() => {
    if (open || offered === undefined) return;
    setState({ offered: undefined });
    showDialog({ kind: 'connect', side: connectSide(), offer: offered });
  }, [open, offered]);
  return useLatePart(dialogParts, open);
}
