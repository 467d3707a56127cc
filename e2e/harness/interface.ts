import type { Locator, Page } from '@playwright/test';

/** The interface by its accessible names: what a person with a screen reader relies on. */

export type Side = 'left' | 'right';

export class Interface {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  pane(side: Side): Pane {
    return new Pane(this.page.getByRole('region', { name: side === 'left' ? 'Left pane' : 'Right pane' }));
  }
  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name, exact: true });
  }
  get transfers(): Transfers {
    return new Transfers(this.page.getByRole('region', { name: 'Transfers' }));
  }
  /** What the status bar announced last. */
  get status(): Locator {
    return this.page.getByRole('status', { name: 'Status' });
  }
  /** The menu bar inside the page; Electron has its own. */
  async menu(menu: string, item: string): Promise<void> {
    await this.page.getByRole('menubar', { name: 'Application' }).getByRole('menuitem', { name: menu, exact: true }).click();
    await this.page.getByRole('menu', { name: menu }).getByRole('menuitem', { name: item }).click();
  }
}

export class Pane {
  readonly region: Locator;

  constructor(region: Locator) {
    this.region = region;
  }
  get list(): Locator {
    return this.region.getByRole('grid', { name: 'Files' });
  }
  /** The row of an entry: its accessible name begins with the entry's. */
  row(name: string): Locator {
    return this.list.getByRole('row', { name: beginsWith(name) });
  }
  /** The field a row's name becomes while it is edited. */
  get nameField(): Locator {
    return this.list.getByRole('textbox', { name: 'Name' });
  }
  column(title: 'Name' | 'Size' | 'Modified'): Locator {
    return this.region.getByRole('columnheader', { name: title });
  }
  /** The names on the screen, from the top. */
  async names(): Promise<string[]> {
    return await this.list
      .getByRole('row')
      .evaluateAll((rows) =>
        rows.map((row) => row.querySelector('[role=gridcell]')?.textContent).filter((name) => name !== undefined),
      );
  }
  async goTo(path: string): Promise<void> {
    await this.list.focus();
    await this.region.page().keyboard.press('Control+l');
    const field = this.region.getByRole('textbox', { name: 'Path' });
    await field.fill(path);
    await field.press('Enter');
  }
}

export class Transfers {
  readonly region: Locator;

  constructor(region: Locator) {
    this.region = region;
  }
  get list(): Locator {
    return this.region.getByRole('grid', { name: 'Transfers' });
  }
  row(name: string): Locator {
    return this.list.getByRole('row', { name: beginsWith(name) });
  }
  async show(group: 'Queued' | 'Running' | 'Failed' | 'Done'): Promise<void> {
    await this.tab(group).click();
  }
  tab(group: 'Queued' | 'Running' | 'Failed' | 'Done'): Locator {
    return this.region.getByRole('tab', { name: group });
  }
}

function beginsWith(name: string): RegExp {
  return new RegExp(`^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?=$|, )`);
}
