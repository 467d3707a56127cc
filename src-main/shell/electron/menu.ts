import { Menu, app } from 'electron';
import { type Language, commands } from '../../../src-shared/commands.ts';
import type { Params } from '../../../src-shared/ipc/contract.ts';
import { menuTemplate } from './menuTemplate.ts';
import { language } from './words.ts';

let runCommand: (command: string) => void = () => undefined;
let shown = '';

/** @param run called with the id of a command that was chosen */
export function installMenu(run: (command: string) => void): void {
  runCommand = run;
  build(language(), undefined, undefined);
}

type State = Params<'shell.menuState'>;

function build(of: Language, keys: State['keys'], bookmarks: State['bookmarks']): void {
  const template = menuTemplate({
    language: of,
    platform: process.platform,
    developer: !app.isPackaged,
    keys,
    bookmarks,
    run: (command) => runCommand(command),
    quit: () => app.quit(),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Lets the menu follow the page. Quitting stays possible. */
export function applyMenuState({ enabled, checked, language: chosen, keys, bookmarks }: State): void {
  const look = JSON.stringify([chosen, keys, bookmarks]);
  // Titles and keys of a menu can't be changed, only those of a new one.
  if (look !== shown) build(chosen ?? language(), keys, bookmarks);
  shown = look;
  const menu = Menu.getApplicationMenu();
  const [on, marked] = [new Set(enabled), new Set(checked)];
  for (const { id } of commands) {
    const item = menu?.getMenuItemById(id);
    if (item === undefined || item === null) continue;
    item.enabled = id === 'app.quit' || on.has(id);
    if (item.type === 'checkbox') item.checked = marked.has(id);
  }
}
