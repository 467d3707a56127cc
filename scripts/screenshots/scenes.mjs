/** @import { Stage } from './stage.mjs' */

/**
 * What is photographed. Each scene begins with both panes as they were at the start, no dialog open and the keyboard in the left list.
 *
 * @typedef {object} Scene
 * @property {string} name
 * @property {boolean} [alone] nothing is shown on the right
 * @property {string} [image] its English picture at 1240x800 belongs to the documents, under this name and the theme's
 * @property {string} [part] a selector: the documents show only this much of it, at half the detail
 * @property {(stage: Stage) => Promise<void>} play
 */

/**
 * A dialog that a key opens on the budget.
 * @param {string} name
 * @param {readonly string[]} keys
 * @returns {Scene}
 */
function byKey(name, ...keys) {
  return {
    name,
    async play(stage) {
      await stage.row('left', 'budget').click();
      await stage.press(...keys);
      await stage.dialog();
    },
  };
}

/**
 * A dialog that a command opens.
 * @param {string} name
 * @param {string} en
 * @param {string} id
 * @returns {Scene}
 */
function byCommand(name, en, id) {
  return {
    name,
    async play(stage) {
      await stage.command({ en, id });
      await stage.dialog();
    },
  };
}

/**
 * A folder in the left pane.
 * @param {string} name
 * @param {string} folder in the home folder, or absolute
 * @returns {Scene}
 */
function inFolder(name, folder) {
  return { name, play: (stage) => stage.goTo('left', folder.startsWith('/') ? folder : `${stage.desk.folder}/${folder}`) };
}

/**
 * The connect dialog with something in it that does not work.
 * @param {string} name
 * @param {(link: string) => string} change
 * @returns {Scene}
 */
function connecting(name, change) {
  return {
    name,
    async play(stage) {
      await stage.press('Control+n');
      const dialog = await stage.dialog();
      await dialog.locator('input').first().fill(change(stage.desk.link));
      await stage.press('Enter');
      await stage.page.waitForTimeout(1500);
    },
  };
}

/**
 * A tab of the transfers panel.
 * @param {Stage} stage
 * @param {number} tab
 */
async function showTransfers(stage, tab) {
  await stage.page.locator('.transfers [role="tab"]').nth(tab).click();
  await stage.page.waitForTimeout(300);
}

/** Deeper than a pane has room to say. */
const deepFolder = 'Documents/Photos/2026/Summer on the coast/Harbour at dawn';

/** @type {readonly Scene[]} */
export const scenes = [
  { name: 'first-run', alone: true, play: async () => {} },
  { name: 'main', play: async () => {} },
  {
    name: 'main-selection',
    async play(stage) {
      await stage.row('left', 'budget').click();
      for (const name of ['open data', 'map of']) await stage.row('left', name).click({ modifiers: ['Control'] });
    },
  },
  {
    name: 'main-tabs',
    async play(stage) {
      for (const folder of ['Share', 'Long names', 'Documents/Photos']) {
        await stage.focus('left');
        await stage.press('Control+t');
        await stage.goTo('left', `${stage.desk.folder}/${folder}`);
      }
    },
  },
  inFolder('pane-long-names', 'Long names'),
  { ...inFolder('pane-empty', 'Empty'), image: 'empty', part: '#left-pane' },
  inFolder('pane-only-hidden', 'Only hidden'),
  inFolder('pane-not-found', '/no/such/folder'),
  inFolder('pane-deep', deepFolder),
  {
    name: 'pane-filter-nothing',
    async play(stage) {
      await stage.press('Control+f');
      await stage.page.keyboard.insertText('zebra');
    },
  },
  {
    name: 'pane-path',
    async play(stage) {
      await stage.press('Control+l');
      await stage.page.keyboard.insertText(`${stage.desk.folder}/`);
      await stage.page.waitForTimeout(500);
    },
  },
  {
    name: 'pane-rename',
    async play(stage) {
      await stage.row('left', 'map of').click();
      await stage.press('F2');
    },
  },
  {
    name: 'menu-entry',
    async play(stage) {
      await stage.row('left', 'budget').click();
      await stage.press('Shift+F10');
      await stage.page.locator('[role="menu"]').waitFor();
    },
  },
  {
    name: 'menu-transfer',
    async play(stage) {
      await stage.page.locator('[role="menubar"] [role="menuitem"]').nth(4).click();
      await stage.page.locator('[role="menu"]').waitFor();
    },
  },
  {
    name: 'menu-places',
    async play(stage) {
      await stage.pane('left').locator('.endpoint-button').click();
      await stage.page.waitForTimeout(300);
    },
  },
  {
    name: 'menu-folders-above',
    async play(stage) {
      await stage.goTo('left', `${stage.desk.folder}/${deepFolder}`);
      await stage.pane('left').locator('.crumb-more').click();
      await stage.page.locator('[role="menu"]').waitFor();
    },
  },
  byKey('dialog-new-folder', 'F7'),
  byCommand('dialog-new-file', 'New file…', 'Berkas baru…'),
  byKey('dialog-delete', 'F8'),
  byKey('dialog-delete-for-good', 'Shift+Delete'),
  byKey('dialog-properties', 'F9'),
  {
    name: 'dialog-properties-many',
    async play(stage) {
      await stage.press('Control+a', 'F9');
      await stage.dialog();
      await stage.page.waitForTimeout(300);
    },
  },
  {
    name: 'dialog-preview',
    image: 'preview',
    async play(stage) {
      await stage.row('left', 'field notes').click();
      await stage.press('F3');
      await stage.dialog();
      await stage.page.waitForTimeout(800);
    },
  },
  byKey('dialog-preview-none', 'F3'),
  byKey('dialog-pattern', 'NumpadAdd'),
  byCommand('dialog-site-manager', 'Site manager…', 'Pengelola situs…'),
  {
    name: 'dialog-site-new',
    async play(stage) {
      await stage.command({ en: 'Site manager…', id: 'Pengelola situs…' });
      const dialog = await stage.dialog();
      await dialog.locator('.sites-tools button').first().click();
      await stage.page.waitForTimeout(300);
    },
  },
  byCommand('dialog-bookmarks', 'Manage bookmarks…', 'Kelola penanda…'),
  byKey('dialog-palette', 'Control+Shift+P'),
  byCommand('dialog-settings', 'Settings…', 'Setelan…'),
  {
    name: 'dialog-settings-transfers',
    async play(stage) {
      await stage.command({ en: 'Settings…', id: 'Setelan…' });
      await stage.dialog();
      await stage.page
        .locator('.settings-section')
        .nth(1)
        .evaluate((section) => section.scrollIntoView());
    },
  },
  {
    name: 'dialog-download-to',
    async play(stage) {
      await stage.row('right', 'timetable').click();
      await stage.command({ en: 'Download to…', id: 'Unduh ke…' });
      await stage.dialog();
    },
  },
  byCommand('dialog-speed-limit', 'Speed limit…', 'Batas laju…'),
  byCommand('dialog-start-server', 'Start local server…', 'Mulai server lokal…'),
  byCommand('dialog-keys', 'Keyboard shortcuts', 'Pintasan papan ketik'),
  byCommand('dialog-about', 'About Ferry', 'Tentang Ferry'),
  { ...byKey('dialog-connect', 'Control+n'), image: 'dialog', part: '.dialog' },
  connecting('dialog-connect-no-link', () => 'not a link'),
  connecting('dialog-connect-refused', () => 'ferry://127.0.0.1:9/'),
  { ...connecting('dialog-unknown-server', (link) => link.replace(/pin=[^&]+&?/, '')), alone: true },
  connecting('dialog-identity-changed', (link) => link.replace(/pin=[^&]+/, `pin=${'A'.repeat(43)}`)),
  {
    name: 'transfers-running',
    image: 'main',
    async play(stage) {
      for (const name of ['map of', 'open data', 'survey']) {
        await stage.row('left', name).click();
        await stage.press('F5');
      }
      await stage.page.locator('[role="progressbar"]').first().waitFor();
      await stage.page.waitForTimeout(1500);
    },
  },
  {
    name: 'transfers-queued',
    async play(stage) {
      await stage.command({ en: 'Pause all', id: 'Jeda semua' });
      await showTransfers(stage, 0);
    },
  },
  {
    name: 'dialog-conflict',
    async play(stage) {
      await stage.command({ en: 'Resume all', id: 'Lanjutkan semua' });
      await stage.command({ en: 'Cancel all', id: 'Batalkan semua' });
      await stage.row('left', 'budget').click();
      await stage.press('F5');
      await stage.dialog();
      await stage.page.waitForTimeout(300);
    },
  },
  {
    name: 'transfers-failed',
    async play(stage) {
      // What the scene before was asked is asked still.
      await stage.press('Escape');
      await showTransfers(stage, 2);
    },
  },
  { name: 'transfers-done', play: (stage) => showTransfers(stage, 3) },
  byCommand('dialog-save-receipts', 'Save receipts…', 'Simpan tanda terima…'),
  {
    name: 'server-gone',
    async play(stage) {
      await stage.desk.stopServer();
      await stage.page.waitForTimeout(1500);
    },
  },
  {
    name: 'server-closed',
    async play(stage) {
      await stage.desk.stopServer();
      await stage.pane('right').locator('[role="alert"], .pane-message').first().waitFor();
      await stage.page.waitForTimeout(22_000);
    },
  },
];
