import { matches, parseAccelerator } from './accelerator.ts';
import { app } from './app.ts';
import { LoudEmitter, loud, NotModelledError } from './loud.ts';
import type { KeyStroke } from './page/preloadWorld.ts';

type Click = (item: MenuItem, window: unknown, event: unknown) => void;
type ItemType = 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio';

export interface MenuItemOptions {
  readonly id?: string;
  readonly label?: string;
  readonly type?: ItemType;
  readonly role?: string;
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly enabled?: boolean;
  readonly visible?: boolean;
  readonly checked?: boolean;
  readonly toolTip?: string;
  readonly submenu?: readonly MenuItemOptions[] | Menu;
  readonly click?: Click;
}

const options = 'id label type role accelerator registerAccelerator enabled visible checked toolTip submenu click'.split(' ');

export class MenuItem {
  readonly id: string | undefined;
  readonly type: ItemType;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly registerAccelerator: boolean;
  readonly submenu: Menu | undefined;
  readonly toolTip: string;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: Click | undefined;

  constructor(given: MenuItemOptions) {
    const unknown = Object.keys(given).find((name) => !options.includes(name));
    if (unknown !== undefined) throw new NotModelledError(`the option “${unknown}” of a menu item`);
    if (given.accelerator !== undefined) parseAccelerator(given.accelerator);
    this.id = given.id;
    this.type = given.type ?? (given.submenu === undefined ? 'normal' : 'submenu');
    this.role = given.role;
    this.accelerator = given.accelerator;
    this.registerAccelerator = given.registerAccelerator ?? true;
    this.submenu =
      given.submenu === undefined || given.submenu instanceof Menu ? given.submenu : Menu.buildFromTemplate(given.submenu);
    this.toolTip = given.toolTip ?? '';
    this.label = given.label ?? '';
    this.enabled = given.enabled ?? true;
    this.visible = given.visible ?? true;
    this.checked = given.checked ?? false;
    this.#click = given.click;
    return loud(this, 'menuItem');
  }

  /** As in Electron: a click from the program works whether or not the item is enabled, and `window` is only what it is given. */
  readonly click = (event?: unknown, window?: { close(): void }): void => {
    if (this.type === 'checkbox' || this.type === 'radio') this.checked = !this.checked;
    if (this.role === 'quit') app.quit();
    else if (this.role === 'close') window?.close();
    else if (this.role !== undefined) throw new NotModelledError(`the menu role “${this.role}”`);
    else this.#click?.(this, window, event);
  };
}

const menuEvents = { emitted: [], silent: ['menu-will-show', 'menu-will-close'] };
let applicationMenu: Menu | null = null;

export class Menu extends LoudEmitter {
  readonly items: MenuItem[] = [];

  constructor() {
    super('menu', menuEvents);
  }
  static buildFromTemplate(template: readonly (MenuItemOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }
  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }
  append(item: MenuItem): void {
    this.items.push(item);
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

/** A key that the page left over: runs the menu item it belongs to. */
export function pressKey(stroke: KeyStroke, window: { close(): void }): void {
  const find = (menu: Menu): MenuItem | undefined => {
    for (const item of menu.items) {
      const found = item.submenu === undefined ? item : find(item.submenu);
      if (found?.accelerator !== undefined && found.registerAccelerator && matches(found.accelerator, stroke)) return found;
    }
    return undefined;
  };
  const item = applicationMenu === null ? undefined : find(applicationMenu);
  if (item?.enabled === true && item.visible) item.click({ triggeredByAccelerator: true }, window);
}
