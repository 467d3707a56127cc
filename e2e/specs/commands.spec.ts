import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, commandKeys, type CommandId, commands } from '../../src-shared/commands.ts';
import { defaultSettings } from '../../src-shared/model/settings.ts';
import { folder, makeTree } from '../harness/folders.ts';
import { expect, type Ferry, type FerryOptions, type Room, test } from '../harness/test.ts';

/**
 * Every command of the table, once by its key and once from its menu, in one running application. A new command needs a row in
 * `checks`: what there is to see when it has run, and, where it needs one, a state to run it in. Each run begins in the left pane,
 * which shows `room.left`, at alpha.txt.
 */

interface Scene extends Ferry {
  readonly room: Room;
}

interface Check {
  readonly prepare?: (scene: Scene) => Promise<void>;
  /** Shows that it has run, and takes back what would be in the way of the next. */
  readonly proves: (scene: Scene) => Promise<void>;
}

/** The test that shows it, where a state is needed that takes long to bring about. */
interface Elsewhere {
  readonly file: string;
  /** Stands in that file. */
  readonly says: string;
}

const opens = (name: string): Check => ({
  proves: async ({ ui, page }) => {
    await expect(ui.dialog(name)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(ui.dialog(name)).toBeHidden();
  },
});

const says = (text: string | RegExp): Check => ({
  proves: async ({ ui }) => await expect(ui.status).toContainText(text),
});

const tabs = (scene: Scene, side: 'left' | 'right' = 'left') => scene.ui.pane(side).region.getByRole('tab');
const selected = (scene: Scene) => scene.ui.pane('left').list.getByRole('row', { selected: true });

/** The tabs of the left pane and which of them is shown. */
async function tabRow(scene: Scene): Promise<string> {
  return await tabs(scene).evaluateAll((all) => all.map((tab) => `${tab.textContent} ${tab.ariaSelected}`).join('; '));
}

async function oneMoreTab(scene: Scene): Promise<void> {
  const count = await tabs(scene).count();
  await scene.command('tab.new');
  await expect(tabs(scene)).toHaveCount(count + 1);
  await scene.ui.pane('left').list.focus();
}

/** The command changes the row of tabs; `before` brings about a row in which it can. */
function changesTabs(...before: readonly CommandId[]): Check {
  let row = '';
  return {
    prepare: async (scene) => {
      await oneMoreTab(scene);
      for (const id of before) {
        const last = await tabRow(scene);
        await scene.command(id);
        await expect.poll(() => tabRow(scene)).not.toBe(last);
      }
      row = await tabRow(scene);
    },
    proves: async (scene) => await expect.poll(() => tabRow(scene)).not.toBe(row),
  };
}

/** Copies or moves a file of its own to the right pane. */
function transfers(moves: boolean): Check {
  let name = '';
  let number = 0;
  return {
    prepare: async ({ room, ui }) => {
      name = `${moves ? 'moved' : 'copied'}-${number++}.txt`;
      await makeTree(room.left, { [name]: name });
      await ui.pane('left').row(name).click();
    },
    proves: async ({ room, ui }) => {
      await expect(ui.pane('right').row(name)).toBeVisible();
      if (moves) await expect(ui.pane('left').row(name)).toBeHidden();
      else await rm(join(room.left, name));
    },
  };
}

const isEnabled = async ({ app }: Scene, id: CommandId): Promise<boolean | undefined> =>
  await app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled, id);

async function serverRuns(scene: Scene): Promise<void> {
  if (await isEnabled(scene, 'server.stop')) return;
  await scene.command('server.start');
  const dialog = scene.ui.dialog('Start local server');
  await dialog.getByLabel('Folder to share').fill(scene.room.share);
  await dialog.getByLabel('Port').fill('0');
  await dialog.getByRole('button', { name: 'Start server' }).click();
  await expect.poll(() => isEnabled(scene, 'server.stop')).toBe(true);
  await scene.page.keyboard.press('Escape');
}

/** The right pane shows the local server's share and has the keyboard. */
async function sessionOpen(scene: Scene): Promise<void> {
  await serverRuns(scene);
  await scene.command('server.open');
  await scene.ui.pane('right').row('shared.txt').click();
}

async function inFolder(scene: Scene): Promise<void> {
  await scene.ui.pane('left').row('folder').dblclick();
  await expect(scene.ui.pane('left').row('inner.txt')).toBeVisible();
}

const atHome = async ({ ui }: Scene): Promise<void> => await expect(ui.pane('left').row('at-home.txt')).toBeVisible();
const atStart = async ({ ui }: Scene): Promise<void> => await expect(ui.pane('left').row('alpha.txt')).toBeVisible();

const checks: { readonly [id in CommandId]?: Check | Elsewhere } = {
  'session.connect': opens('Connect'),
  'session.sites': opens('Site manager'),
  'entry.newFolder': opens('New folder'),
  'entry.newFile': opens('New file'),
  'entry.open': {
    prepare: async ({ ui }) => await ui.pane('left').row('folder').click(),
    proves: async ({ ui }) => await expect(ui.pane('left').row('inner.txt')).toBeVisible(),
  },
  'entry.rename': {
    proves: async ({ ui, page }) => {
      await expect(ui.pane('left').nameField).toHaveValue('alpha.txt');
      await page.keyboard.press('Escape');
      await expect(ui.pane('left').nameField).toBeHidden();
    },
  },
  'entry.properties': opens('Properties'),
  'entry.preview': opens('Preview'),
  'entry.copyName': says('Copied 1 line'),
  'entry.copyPath': says('Copied 1 line'),
  'entry.copyLink': says('Copied 1 line'),
  'entry.delete': opens('Delete'),
  'entry.deleteForGood': opens('Delete'),
  'app.settings': opens('Settings'),
  'selection.all': { proves: async (scene) => await expect(selected(scene)).toHaveCount(3) },
  'selection.none': { proves: async (scene) => await expect(selected(scene)).toHaveCount(0) },
  'selection.invert': { proves: async (scene) => await expect(selected(scene)).toHaveCount(2) },
  'selection.pattern': opens('Select by pattern'),
  'selection.unpattern': opens('Unselect by pattern'),
  'view.filter': {
    proves: async ({ ui, page }) => {
      await expect(ui.pane('left').region.getByRole('searchbox', { name: 'Filter' })).toBeFocused();
      await page.keyboard.press('Escape');
    },
  },
  'view.refresh': { proves: atStart },
  'view.palette': opens('Command palette'),
  'tab.new': changesTabs(),
  'tab.close': changesTabs(),
  'tab.reopen': changesTabs('tab.close'),
  'tab.next': changesTabs(),
  'tab.previous': changesTabs(),
  'tab.moveLeft': changesTabs(),
  'tab.moveRight': changesTabs('tab.moveLeft'),
  'tab.toOther': changesTabs(),
  'pane.other': { proves: async ({ ui }) => await expect(ui.pane('right').list).toBeFocused() },
  'pane.mirror': {
    proves: async ({ ui, room }) => {
      await expect(ui.pane('right').row('alpha.txt')).toBeVisible();
      await ui.pane('right').goTo(room.right);
      await expect(ui.pane('right').row('other.txt')).toBeVisible();
    },
  },
  'pane.swap': {
    proves: async (scene) => {
      await expect(scene.ui.pane('right').row('alpha.txt')).toBeVisible();
      await scene.command('pane.swap');
      await expect(scene.ui.pane('right').row('other.txt')).toBeVisible();
    },
  },
  'go.back': { prepare: inFolder, proves: atStart },
  'go.forward': {
    prepare: async (scene) => {
      await inFolder(scene);
      await scene.command('go.back');
      await atStart(scene);
    },
    proves: async ({ ui }) => await expect(ui.pane('left').row('inner.txt')).toBeVisible(),
  },
  'go.up': { prepare: inFolder, proves: atStart },
  'go.home': { proves: atHome },
  'go.path': {
    proves: async ({ ui, page }) => {
      await expect(ui.pane('left').region.getByRole('textbox', { name: 'Path' })).toBeFocused();
      await page.keyboard.press('Escape');
    },
  },
  'go.bookmark': says(/Bookmarked|Removed the bookmark/),
  'go.bookmarks': opens('Bookmarks'),
  'go.places': {
    proves: async ({ page }) => {
      await expect(page.getByRole('dialog').or(page.getByRole('listbox')).or(page.getByRole('menu')).first()).toBeVisible();
      await page.keyboard.press('Escape');
    },
  },
  'transfer.copy': transfers(false),
  'transfer.move': transfers(true),
  'entry.cut': { file: 'e2e/specs/clipboard.spec.ts', says: "press('Control+x')" },
  'entry.copy': { file: 'e2e/specs/clipboard.spec.ts', says: "press('Control+c')" },
  'entry.paste': { file: 'e2e/specs/clipboard.spec.ts', says: "press('Control+v')" },
  'transfer.pauseAll': { file: 'e2e/specs/transfer.spec.ts', says: "'Pause all'" },
  'transfer.resumeAll': { file: 'e2e/specs/transfer.spec.ts', says: "'Resume all'" },
  'transfer.retryFailed': { file: 'e2e/specs/queue.spec.ts', says: 'Retry failed only' },
  'transfer.saveReceipts': { file: 'e2e/specs/queue.spec.ts', says: 'Save receipts' },
  'transfer.retry': { file: 'src-renderer/features/transfers/selection.test.tsx', says: 'Retry selected' },
  'transfer.moveTop': { file: 'src-renderer/features/transfers/selection.test.tsx', says: 'Move to the top' },
  'transfer.moveUp': { file: 'src-renderer/features/transfers/selection.test.tsx', says: 'Move up' },
  'transfer.moveDown': { file: 'e2e/specs/queue.spec.ts', says: 'Move down' },
  'transfer.priorityHigh': { file: 'e2e/specs/queue.spec.ts', says: 'High priority' },
  'transfer.priorityLow': { file: 'src-renderer/features/transfers/selection.test.tsx', says: 'Low priority' },
  'transfer.limit': opens('Speed limit'),
  'server.start': opens('Start local server'),
  'server.copyLink': { prepare: serverRuns, ...says('Link copied') },
  'server.open': {
    prepare: serverRuns,
    proves: async ({ ui }) => await expect(ui.pane('right').row('shared.txt')).toBeVisible(),
  },
  'session.reconnect': {
    prepare: sessionOpen,
    proves: async ({ ui }) => await expect(ui.pane('right').row('shared.txt')).toBeVisible(),
  },
  'session.disconnect': {
    prepare: sessionOpen,
    proves: async ({ ui }) => await expect(ui.pane('right').row('shared.txt')).toBeHidden(),
  },
  'server.stop': {
    prepare: serverRuns,
    proves: async (scene) => await expect.poll(() => isEnabled(scene, 'server.start')).toBe(true),
  },
  'help.keys': opens('Keyboard shortcuts'),
  'help.about': opens('About Ferry'),
};

/** Toggles show in the menu whether they are on: that is their check. */
const toggles = (commands as readonly Command[]).filter(({ id, toggle }) => toggle === true && !Object.hasOwn(checks, id));

/** Those that nothing here runs yet. A command leaves this list when it gets its row; none comes to it. */
const waiting: readonly CommandId[] = [
  'app.quit',
  'entry.folderSizes',
  'transfer.cancelAll',
  'transfer.copyReceipts',
  'transfer.clearDone',
  'transfer.reveal',
  'transfer.pause',
  'transfer.resume',
  'transfer.cancel',
  'transfer.moveBottom',
  'transfer.priorityNormal',
];

const keyNames: Readonly<Record<string, string>> = {
  Ctrl: 'Control',
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  Left: 'ArrowLeft',
  Right: 'ArrowRight',
  'Num*': 'NumpadMultiply',
  'Num+': 'NumpadAdd',
  'Num-': 'NumpadSubtract',
};

/** An accelerator of the table as Playwright presses it. */
function pressed(key: string): string {
  if (Object.hasOwn(keyNames, key)) return keyNames[key] ?? key;
  return key
    .split('+')
    .map((part) => keyNames[part] ?? part)
    .join('+');
}

async function start({ ui }: Scene, room: Room): Promise<void> {
  const left = ui.pane('left');
  if (!(await left.row('alpha.txt').isVisible())) await left.goTo(room.left);
  await left.row('alpha.txt').click();
  await expect(left.list).toBeFocused();
}

async function run(scene: Scene, id: CommandId, check: Check, keyPreset: 'commander' | 'filezilla'): Promise<void> {
  const [key] = commandKeys(id, { ...defaultSettings, keyPreset });
  if (key !== undefined) {
    await test.step(`${id} by ${key}`, async () => {
      await start(scene, scene.room);
      await check.prepare?.(scene);
      await scene.page.keyboard.press(pressed(key));
      await check.proves(scene);
    });
  }
  await test.step(`${id} from the menu`, async () => {
    await start(scene, scene.room);
    await check.prepare?.(scene);
    await scene.command(id);
    await check.proves(scene);
  });
}

test.slow();

test('every command has a check', () => {
  const checked = new Set<string>([...Object.keys(checks), ...toggles.map(({ id }) => id), ...waiting]);
  expect(commands.map(({ id }) => id).filter((id) => !checked.has(id))).toEqual([]);
  expect(waiting.filter((id) => Object.hasOwn(checks, id))).toEqual([]);
});

async function scene(room: Room, launch: (options: FerryOptions) => Promise<Ferry>): Promise<Scene> {
  await makeTree(room.left, { 'folder/inner.txt': 'i', 'alpha.txt': 'a', 'beta.txt': 'b' });
  await makeTree(room.right, { 'other.txt': 'o' });
  await makeTree(room.share, { 'shared.txt': 's' });
  await makeTree(room.home, { 'at-home.txt': 'h' });
  return { ...(await launch({ right: room.right })), room };
}

test('every command does what it says, by its key and from its menu', async ({ room, launch }) => {
  const all = await scene(room, launch);
  for (const { id } of toggles) {
    await start(all, room);
    const isOn = async (): Promise<boolean> =>
      (await all.app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.checked, id)) === true;
    const before = await isOn();
    for (const on of [!before, before]) {
      await all.command(id);
      await expect.poll(isOn, { message: id }).toBe(on);
    }
  }
  for (const [id, check] of Object.entries(checks) as [CommandId, Check | Elsewhere][]) {
    if ('proves' in check) await run(all, id, check, 'commander');
    else expect(await readFile(folder(check.file), 'utf8'), id).toContain(check.says);
  }
});

test('the commands with other keys in the FileZilla preset', async ({ room, launch }) => {
  const all = await scene(room, launch);
  await all.page.keyboard.press('Control+,');
  await all.ui.dialog('Settings').getByText('FileZilla', { exact: true }).click();
  await all.page.keyboard.press('Escape');
  const keys = (id: string, keyPreset: 'commander' | 'filezilla') => commandKeys(id, { ...defaultSettings, keyPreset })[0];
  for (const [id, check] of Object.entries(checks) as [CommandId, Check | Elsewhere][]) {
    const differs = keys(id, 'filezilla') !== keys(id, 'commander');
    if (differs && 'proves' in check) await run(all, id, check, 'filezilla');
  }
});
