import type { MenuItemConstructorOptions } from 'electron';
import {
  type Command,
  type Language,
  type MenuName,
  type Text,
  bookmarkCommand,
  menuGroups,
  menuNames,
  menuTitles,
} from '../../../src-shared/commands.ts';
import { toAccelerator } from './accelerator.ts';

export interface MenuOptions {
  readonly language: Language;
  readonly platform: NodeJS.Platform;
  /** Adds the developer tools, for a run from the sources. */
  readonly developer: boolean;
  /** The key to show for each command; those of the command table when undefined. */
  readonly keys?: Readonly<Record<string, string>> | undefined;
  /** Below the commands of the Go menu. */
  readonly bookmarks?: readonly { readonly id: string; readonly name: string }[] | undefined;
  readonly run: (command: string) => void;
  /** Quitting must work even when the page does not answer. */
  readonly quit: () => void;
}

/**
 * The native menu from the command table. Keys are shown and not registered: the page handles every key, since only it knows
 * whether Enter, Tab or Ctrl+A belongs to a text field. macOS would register whatever is shown, so there the key is in the tool tip.
 */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { language, platform } = options;
  const menus = menuNames.map((name): MenuItemConstructorOptions => {
    const groups = menuGroups(name).map((group) => group.map((command) => commandItem(command, options)));
    return {
      label: menuTitles[name][language],
      submenu: joinGroups([...groups, ...bookmarkGroups(name, options), ...platformGroups(name, options)]),
    };
  });
  return platform === 'darwin' ? [{ role: 'appMenu' }, ...menus, { role: 'windowMenu' }] : menus;
}

function commandItem(command: Command, { language, platform, keys, run, quit }: MenuOptions): MenuItemConstructorOptions {
  const key = keys === undefined ? command.keys?.[0] : keys[command.id];
  const shown: MenuItemConstructorOptions =
    key === undefined
      ? {}
      : platform === 'darwin'
        ? { toolTip: key.replace('Ctrl', 'Cmd') }
        : { accelerator: toAccelerator(key), registerAccelerator: false };
  return {
    id: command.id,
    label: command.title[language],
    enabled: command.when === undefined,
    click: () => (command.id === 'app.quit' ? quit() : run(command.id)),
    ...(command.toggle === true ? { type: 'checkbox', checked: false } : {}),
    ...shown,
  };
}

function bookmarkGroups(name: MenuName, { bookmarks = [], run }: MenuOptions): MenuItemConstructorOptions[][] {
  if (name !== 'go') return [];
  return [
    bookmarks.map((bookmark) => ({
      // A native menu takes “&” for the mark of a key.
      label: bookmark.name.replaceAll('&', '&&'),
      click: () => run(bookmarkCommand(bookmark.id)),
    })),
  ];
}

const zoomIn: Text = { en: 'Zoom in', id: 'Perbesar' };
const zoomOut: Text = { en: 'Zoom out', id: 'Perkecil' };
const actualSize: Text = { en: 'Actual size', id: 'Ukuran sebenarnya' };
const developerTools: Text = { en: 'Developer tools', id: 'Alat pengembang' };

/** What a browser has by itself and a window gets only from its menu. */
function platformGroups(name: MenuName, { language, platform, developer }: MenuOptions): MenuItemConstructorOptions[][] {
  if (name === 'view') {
    return [
      [
        { role: 'zoomIn', label: zoomIn[language] },
        { role: 'zoomOut', label: zoomOut[language] },
        { role: 'resetZoom', label: actualSize[language] },
      ],
    ];
  }
  // On macOS the editing keys of text fields work through the menu.
  if (name === 'edit' && platform === 'darwin') {
    return [
      [{ role: 'undo' }, { role: 'redo' }],
      [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }],
    ];
  }
  return name === 'help' && developer ? [[{ role: 'toggleDevTools', label: developerTools[language] }]] : [];
}

function joinGroups(groups: readonly (readonly MenuItemConstructorOptions[])[]): MenuItemConstructorOptions[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' }, ...group]));
}
