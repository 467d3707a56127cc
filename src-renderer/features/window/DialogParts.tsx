import { Fragment, type ReactNode } from 'react';
import { ConnectDialog } from '../sessions/ConnectDialog.tsx';
import { SiteManagerDialog } from '../sessions/SiteManagerDialog.tsx';
import { IdentityChangedDialog, UnknownServerDialog } from '../sessions/IdentityDialogs.tsx';
import { DownloadToDialog } from '../drag/DownloadToDialog.tsx';
import { DeleteDialog } from '../entries/DeleteDialog.tsx';
import { PatternDialog } from '../entries/PatternDialog.tsx';
import { NewFileDialog, NewFolderDialog, RenameDialog } from '../entries/NameDialogs.tsx';
import { AboutDialog } from '../help/AboutDialog.tsx';
import { KeysDialog } from '../help/KeysDialog.tsx';
import { BookmarksDialog } from '../places/BookmarksDialog.tsx';
import { PaletteDialog } from '../palette/PaletteDialog.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { PreviewDialog } from '../preview/PreviewDialog.tsx';
import { PropertiesDialog } from '../properties/PropertiesDialog.tsx';
import { SaveReceiptsDialog } from '../transfers/SaveReceiptsDialog.tsx';
import { SpeedLimitDialog } from '../transfers/SpeedLimitDialog.tsx';
import { StartServerDialog } from '../server/StartServerDialog.tsx';
import type { DialogState } from '../../store/state.ts';
import { useStore } from '../../store/store.ts';
import { Conflicts } from '../conflicts/ConflictDialog.tsx';
import { Preflights } from '../preflight/PreflightDialogs.tsx';

/** Everything that asks or tells something in a dialog; see Dialogs.tsx. */
export function DialogParts() {
  return (
    <>
      <OpenDialog />
      <Preflights />
      <Conflicts />
    </>
  );
}

const numbers = new WeakMap<DialogState, number>();
let lastNumber = 0;

/** Two dialogs of a kind, one behind the other, have nothing in common; a preview goes from file to file. */
function keyOf(dialog: DialogState): number | string {
  if (dialog.kind === 'preview') return dialog.kind;
  const number = numbers.get(dialog) ?? ++lastNumber;
  numbers.set(dialog, number);
  return number;
}

function OpenDialog() {
  const dialog = useStore((state) => state.dialog);
  return dialog === undefined ? null : <Fragment key={keyOf(dialog)}>{dialogOf(dialog)}</Fragment>;
}

function dialogOf(dialog: DialogState): ReactNode {
  switch (dialog.kind) {
    case 'connect':
      return <ConnectDialog state={dialog} />;
    case 'sites':
      return <SiteManagerDialog state={dialog} />;
    case 'bookmarks':
      return <BookmarksDialog />;
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
    case 'preview':
      return <PreviewDialog state={dialog} />;
    case 'properties':
      return <PropertiesDialog state={dialog} />;
    case 'speed-limit':
      return <SpeedLimitDialog />;
    case 'save-receipts':
      return <SaveReceiptsDialog state={dialog} />;
    case 'download-to':
      return <DownloadToDialog state={dialog} />;
    case 'settings':
      return <SettingsDialog />;
    case 'palette':
      return <PaletteDialog />;
    case 'keys':
      return <KeysDialog />;
    case 'about':
      return <AboutDialog />;
  }
}
