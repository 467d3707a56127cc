import { getState } from '../store/store.ts';
import type { Settings } from '../../src-shared/model/settings.ts';
import { pasteFiles } from '../features/entries/clipboard.ts';
import { shownAbove } from '../features/window/questions.ts';
import { accelerator, type Bindings, bindingsOf, commandForKey, type KeyPlace } from './keys.ts';
import { runCommand } from './runCommand.ts';

/** The one keyboard dispatcher. What a list, menu or dialog has used itself no longer counts. Returns the function that ends it. */
export function installKeyboard(): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const place = keyPlace(event.target);
    if (place === undefined) return;
    const id = commandForKey(event, place, getState().app?.platform ?? 'linux', presentBindings());
    if (id === undefined) return;
    // The copy of selected text is the browser's, and so is the paste, whose event brings the files of other programs.
    if (id === 'entry.copy' && isTextSelected()) return;
    if (id === 'entry.paste' && isPasteKey(event)) return;
    // Keys of disabled commands do nothing either: Ctrl+D must not fall through to a browser's bookmark.
    event.preventDefault();
    runCommand(id);
  };
  const paste = (event: ClipboardEvent): void => {
    const place = keyPlace(event.target);
    if (event.defaultPrevented || place === undefined || place === 'text') return;
    if (presentBindings().get(pasteKey) !== 'entry.paste') return;
    event.preventDefault();
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) pasteFiles(getState().focused, files);
    else runCommand('entry.paste');
  };
  window.addEventListener('keydown', listen);
  window.addEventListener('paste', paste);
  return () => {
    window.removeEventListener('keydown', listen);
    window.removeEventListener('paste', paste);
  };
}

const pasteKey = 'Ctrl+V';

function isPasteKey(event: KeyboardEvent): boolean {
  return accelerator(event, getState().app?.platform ?? 'linux') === pasteKey;
}

function isTextSelected(): boolean {
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.toString() !== '';
}

let known: { readonly settings: Settings; readonly bindings: Bindings } | undefined;

function presentBindings(): Bindings {
  const { settings } = getState();
  if (known?.settings !== settings) known = { settings, bindings: bindingsOf(settings) };
  return known.bindings;
}

/** Undefined while a dialog or a menu has the keyboard. */
function keyPlace(target: EventTarget | null): KeyPlace | undefined {
  const state = getState();
  if (shownAbove(state) !== undefined || state.contextMenu !== undefined) return undefined;
  if (!(target instanceof HTMLElement)) return 'page';
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="menubar"], [role="listbox"]') !== null)
    return undefined;
  if (target.closest('input, textarea, [contenteditable]') !== null) return 'text';
  if (target.closest('[data-file-list]') !== null && target.closest('button') === null) return 'list';
  if (target === document.body) return 'page';
  return 'control';
}
