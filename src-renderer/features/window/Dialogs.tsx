import { useStore } from '../../store/store.ts';
import { ConnectDialog } from '../sessions/ConnectDialog.tsx';
import { IdentityChangedDialog, UnknownServerDialog } from '../sessions/IdentityDialogs.tsx';
import { DeleteDialog } from '../entries/DeleteDialog.tsx';
import { NewFolderDialog, RenameDialog } from '../entries/NameDialogs.tsx';
import { AboutDialog } from '../help/AboutDialog.tsx';
import { KeysDialog } from '../help/KeysDialog.tsx';
import { StartServerDialog } from '../server/StartServerDialog.tsx';

/** The dialog that is open, if one is. */
export function Dialogs() {
  const dialog = useStore((state) => state.dialog);
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
    case 'rename':
      return <RenameDialog state={dialog} />;
    case 'delete':
      return <DeleteDialog state={dialog} />;
    case 'keys':
      return <KeysDialog />;
    case 'about':
      return <AboutDialog />;
    case undefined:
      return null;
  }
}
