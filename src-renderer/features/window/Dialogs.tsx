import { useEffect } from 'react';
import { getState, useStore } from '../../store/store.ts';
import { focusPane } from '../pane/paneFocus.ts';
import { ConnectDialog } from '../sessions/ConnectDialog.tsx';
import { IdentityChangedDialog, UnknownServerDialog } from '../sessions/IdentityDialogs.tsx';
import { DeleteDialog } from '../entries/DeleteDialog.tsx';
import { PatternDialog } from '../entries/PatternDialog.tsx';
import { NewFileDialog, NewFolderDialog, RenameDialog } from '../entries/NameDialogs.tsx';
import { AboutDialog } from '../help/AboutDialog.tsx';
import { KeysDialog } from '../help/KeysDialog.tsx';
import { PaletteDialog } from '../palette/PaletteDialog.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { PropertiesDialog } from '../properties/PropertiesDialog.tsx';
import { StartServerDialog } from '../server/StartServerDialog.tsx';

/** Milliseconds until a closed dialog has given the focus back. */
const focusDelay = 60;

/** The dialog that is open, if one is. */
export function Dialogs() {
  const dialog = useStore((state) => state.dialog);
  const open = useStore((state) => state.dialog !== undefined || state.conflicts.length > 0);
  useEffect(() => {
    if (open) return undefined;
    // What opened the dialog may be gone by now, such as the item of a menu.
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) focusPane(getState().focused);
    }, focusDelay);
    return () => clearTimeout(timer);
  }, [open]);
  switch (dialog?.kind) {
    case 'connect':
      return <ConnectDialog state={dialog} />;
    case 'unknown-server':
      return <UnknownServerDialog state={dialog} />;
    case 'identity-changed':
      return <IdentityChangedDialog state={dialog} />;
    case 'start-server':
      return <StartServerDialog />;
    case 'new-folder':
      return <NewFolderDialog state={dialog} />;
    case 'new-file':
      return <NewFileDialog state={dialog} />;
    case 'rename':
      return <RenameDialog state={dialog} />;
    case 'delete':
      return <DeleteDialog state={dialog} />;
    case 'pattern':
      return <PatternDialog state={dialog} />;
    case 'properties':
      return <PropertiesDialog state={dialog} />;
    case 'settings':
      return <SettingsDialog />;
    case 'palette':
      return <PaletteDialog />;
    case 'keys':
      return <KeysDialog />;
    case 'about':
      return <AboutDialog />;
    case undefined:
      return null;
  }
}
