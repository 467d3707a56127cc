import { Menu, app } from 'electron';
import { commands } from '../../../src-shared/commands.ts';
import type { Params } from '../../../src-shared/ipc/contract.ts';
import { menuTemplate } from './menuTemplate.ts';
import { language } from './words.ts';

/** @param run called with the id of a command that was chosen */
export function installMenu(run: (command: string) => void): void {
  const template = menuTemplate({
    language: language(),
    platform: process.platform,
    developer: !app.isPackaged,
    run,
    quit: () => app.quit(),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Lets the menu follow the page. Quitting stays possible. */
export function applyMenuState({ enabled, checked }: Params<'shell.menuState'>): void {
  const menu = Menu.getApplicationMenu();
  const [on, marked] = [new Set(enabled), new Set(checked)];
  for (const { id } of commands) {
    const item = menu?.getMenuItemById(id);
    if (item === undefined || item === null) continue;
    item.enabled = id === 'app.quit' || on.has(id);
    if (item.type === 'checkbox') item.checked = marked.has(id);
  }
}
