/** @import { Page } from 'playwright' */

/** The program as a scene drives it: by keys, by the titles of commands, and by what is the same in every language. */
export class Stage {
  /**
   * @param {Page} page
   * @param {import('./desk.mjs').Desk} desk
   * @param {'en' | 'id'} language
   */
  constructor(page, desk, language) {
    this.page = page;
    this.desk = desk;
    this.language = language;
  }

  /** @param {readonly string[]} keys */
  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** @param {'left' | 'right'} side */
  pane(side) {
    return this.page.locator(`#${side}-pane`);
  }

  /**
   * @param {'left' | 'right'} side
   * @param {string} name what the entry's name begins with
   */
  row(side, name) {
    return this.pane(side).locator(`.file-row[aria-label^="${name}"]`);
  }

  /** @param {'left' | 'right'} side */
  async focus(side) {
    await this.pane(side).locator('[role="grid"]').focus();
  }

  /**
   * @param {'left' | 'right'} side
   * @param {string} path
   */
  async goTo(side, path) {
    await this.focus(side);
    await this.press('Control+l');
    await this.page.keyboard.insertText(path);
    await this.press('Enter');
    await this.pane(side).locator('.path-field, [data-editing]').waitFor({ state: 'hidden' });
    await this.page.waitForTimeout(400);
  }

  /**
   * Runs a command by its title, through the palette; nothing when it is not enabled.
   * @param {{ readonly en: string, readonly id: string }} title
   */
  async command(title) {
    await this.press('Control+Shift+P');
    await this.dialog();
    await this.page.keyboard.insertText(title[this.language]);
    await this.page.waitForTimeout(150);
    await this.press('Enter');
    await this.page.waitForTimeout(150);
    const asked = this.page.locator('[role="dialog"] input').first();
    if ((await asked.count()) > 0 && (await asked.inputValue()) === title[this.language]) await this.press('Escape');
  }

  /** The dialog, when it is there. */
  async dialog() {
    const dialog = this.page.locator('[role="dialog"], [role="alertdialog"]').last();
    await dialog.waitFor();
    return dialog;
  }
}
