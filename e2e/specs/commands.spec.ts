import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Command, commandKeys, type CommandId, commands } from '../../src-shared/commands.ts';
import { defaultSettings } from '../../src-shared/model/settings.ts';
import { makeTree } from '../harness/folders.ts';
import type { RunningServer } from '../harness/processes.ts';
import { expect, type Ferry, type FerryOptions, type Room, test } from '../harness/test.ts';
import { namesOf, queueCommands } from './queueCommands.ts';
import { startSharing } from './steps.ts';

/**
 * Every command of the table, once by its key and once from its menu, in one running application. A new command needs a row in
 * `checks`: what there is to see when it has run, and, where it needs one, a state to run it in. Each run begins in the left pane,
 * which shows `room.left`, at alpha.txt.
 */

interface Scene extends Ferry {
  readonly room: Room;
  /** Shares `room.share` by the classic protocol, which tells of no changes. */
  readonly server: RunningServer;
  /** For the application's own server: free when the test began. */
  readonly port: number;
}

interface Check {
  readonly prepare?: (scene: Scene) => Promise<void>;
  /** Shows that it has run, and takes back what would be in the way of the next. */
  readonly proves: (scene: Scene) => Promise<void>;
}

const opens = (name: string): Check => ({
  proves: async ({ ui, page }) => {
    await expect(ui.dialog(name)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(ui.dialog(name)).toBeHidden();
  },
});

const inClipboard = ({ app }: Scene): Promise<string> => app.evaluate(({ clipboard }) => clipboard.readText());

/** Puts a text into the clipboard that was not there before. */
function copies(text: (room: Room) => string | RegExp, prepare?: Check['prepare'], more?: Check['proves']): Check {
  return {
    async prepare(scene) {
      await prepare?.(scene);
      await scene.app.evaluate(({ clipboard }) => clipboard.writeText(''));
    },
    async proves(scene) {
      const wanted = text(scene.room);
      const read = expect.poll(() => inClipboard(scene));
      await (typeof wanted === 'string' ? read.toBe(wanted) : read.toMatch(wanted));
      await more?.(scene);
    },
  };
}

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

async function connectTo({ command, ui, page }: Scene, link: string): Promise<void> {
  await command('session.connect');
  await ui.dialog('Connect').getByLabel('Link').fill(link);
  await page.keyboard.press('Enter');
  await expect(ui.dialog('Connect')).toBeHidden();
  await ui.pane('right').row('shared.txt').click();
}

async function rightAsAtStart(scene: Scene): Promise<void> {
  const [left, right] = [scene.ui.pane('left'), scene.ui.pane('right')];
  await left.row('alpha.txt').click();
  await scene.command('pane.mirror');
  await expect(right.row('alpha.txt')).toBeVisible();
  await right.goTo(scene.room.right);
  await expect(right.row('other.txt')).toBeVisible();
}

/** A file that another program makes, where nothing but a new listing tells of it. */
function refreshes(): Check {
  let name = '';
  let number = 0;
  return {
    async prepare(scene) {
      name = `new-${number++}.txt`;
      await connectTo(scene, `classic://127.0.0.1:${scene.server.port}/`);
      await makeTree(scene.room.share, { [name]: name });
    },
    async proves(scene) {
      await expect(scene.ui.pane('right').row(name)).toBeVisible();
      await rightAsAtStart(scene);
    },
  };
}

/** Counts a folder whose file has another size each time. */
function countsFolders(): Check {
  let bytes = 11;
  return {
    async prepare({ room, ui }) {
      bytes += 11;
      await makeTree(room.left, { 'folder/inner.txt': 'i'.repeat(bytes) });
      await ui.pane('left').row('folder').click();
    },
    proves: async ({ ui }) => await expect(ui.pane('left').row('folder')).toContainText(`${bytes} B`),
  };
}

function bookmarks(): Check {
  let before: boolean | undefined;
  return {
    prepare: async (scene) => {
      before = await isChecked(scene, 'go.bookmark');
    },
    proves: async (scene) => await expect.poll(() => isChecked(scene, 'go.bookmark')).toBe(before !== true),
  };
}

const isChecked = async ({ app }: Scene, id: CommandId): Promise<boolean | undefined> =>
  await app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.checked, id);

const isEnabled = async ({ app }: Scene, id: CommandId): Promise<boolean | undefined> =>
  await app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled, id);

async function serverRuns(scene: Scene): Promise<void> {
  if (await isEnabled(scene, 'server.stop')) return;
  await scene.command('server.start');
  await startSharing(scene.ui, scene.room.share, scene.port);
  await expect(scene.ui.dialog('Start local server').getByText('The server is running')).toBeVisible();
  await scene.page.keyboard.press('Escape');
  await expect.poll(() => isEnabled(scene, 'server.stop')).toBe(true);
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

const alphaPath = ({ left }: Room): string => join(left, 'alpha.txt');

const checks: { readonly [id in CommandId]?: Check } = {
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
  'entry.folderSizes': countsFolders(),
  'entry.cut': copies(alphaPath, undefined, async ({ ui, page }) => {
    await expect(ui.pane('left').row('alpha.txt')).toHaveAttribute('data-cut', 'true');
    // The first takes the selection back.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(ui.pane('left').row('alpha.txt')).not.toHaveAttribute('data-cut', 'true');
  }),
  'entry.copy': copies(alphaPath),
  'entry.paste': {
    prepare: async ({ command }) => await command('entry.copy'),
    async proves({ ui, room }) {
      await expect(ui.pane('left').row('alpha (2).txt')).toBeVisible();
      await expect(ui.transfers.tab('Running')).toHaveText('Running0');
      await rm(join(room.left, 'alpha (2).txt'));
      await expect(ui.pane('left').row('alpha (2).txt')).toBeHidden();
    },
  },
  'entry.copyName': copies(() => 'alpha.txt'),
  'entry.copyPath': copies(alphaPath),
  'entry.copyLink': copies((room) => pathToFileURL(alphaPath(room)).href),
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
  'view.refresh': refreshes(),
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
  'go.bookmark': bookmarks(),
  'go.bookmarks': opens('Bookmarks'),
  'go.places': {
    proves: async ({ page }) => {
      await expect(page.getByRole('listbox', { name: 'Places' })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('listbox', { name: 'Places' })).toBeHidden();
    },
  },
  'transfer.copy': transfers(false),
  'transfer.move': transfers(true),
  'transfer.limit': opens('Speed limit'),
  'server.start': opens('Start local server'),
  'server.copyLink': copies(() => /^ferry:\/\/127\.0\.0\.1:\d+\/#pin=[\w-]{43}&token=./, serverRuns),
  'server.open': {
    prepare: serverRuns,
    proves: async ({ ui }) => await expect(ui.pane('right').row('shared.txt')).toBeVisible(),
  },
  'transfer.downloadTo': { ...opens('Download to'), prepare: sessionOpen },
  'session.reconnect': {
    async prepare(scene) {
      await sessionOpen(scene);
      await scene.command('server.stop');
      await expect(scene.ui.pane('right').region.getByText('no longer connected')).toBeVisible();
      await serverRuns(scene);
      // It does not come back by itself.
      await expect(scene.ui.pane('right').region.getByText('no longer connected')).toBeVisible();
    },
    async proves({ ui }) {
      await expect(ui.pane('right').region.getByText('no longer connected')).toBeHidden();
      await expect(ui.pane('right').row('shared.txt')).toBeVisible();
    },
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
  // The menu is the same with every preset.
  if (keyPreset === 'filezilla') return;
  await test.step(`${id} from the menu`, async () => {
    await start(scene, scene.room);
    await check.prepare?.(scene);
    await scene.command(id);
    await check.proves(scene);
  });
}

test('every command has a check', () => {
  const checked = new Set<string>([...Object.keys(checks), ...[...toggles, ...queueCommands].map(({ id }) => id), 'app.quit']);
  expect(commands.map(({ id }) => id).filter((id) => !checked.has(id))).toEqual([]);
});

type Launch = (options?: FerryOptions) => Promise<Ferry>;
type StartServer = (options: { readonly more: readonly string[] }) => Promise<RunningServer>;

async function withScene(
  { room, launch, startServer }: { readonly room: Room; readonly launch: Launch; readonly startServer: StartServer },
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  await makeTree(room.left, { 'folder/inner.txt': 'i', 'alpha.txt': 'a', 'beta.txt': 'b' });
  await makeTree(room.right, { 'other.txt': 'o' });
  await makeTree(room.share, { 'shared.txt': 's' });
  await makeTree(room.home, { 'at-home.txt': 'h' });
  const server = await startServer({ more: ['--classic'] });
  await work({ ...(await launch({ right: room.right })), room, server, port: await freePort() });
}

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  holder.close();
  await once(holder, 'close');
  return port;
}

test('a command that switches something shows whether it is on, by its key and from its menu', async ({
  room,
  launch,
  startServer,
}) => {
  await withScene({ room, launch, startServer }, async (scene) => {
    for (const { id } of toggles) {
      await start(scene, room);
      const before = await isChecked(scene, id as CommandId);
      const [key] = commandKeys(id, defaultSettings);
      if (key === undefined) await scene.command(id);
      else await scene.page.keyboard.press(pressed(key));
      await expect.poll(() => isChecked(scene, id as CommandId), { message: id }).toBe(before !== true);
      await scene.command(id);
      await expect.poll(() => isChecked(scene, id as CommandId), { message: id }).toBe(before === true);
    }
  });
});

test('every command does what it says, by its key and from its menu', async ({ room, launch, startServer }) => {
  test.slow();
  await withScene({ room, launch, startServer }, async (scene) => {
    for (const [id, check] of Object.entries(checks) as [CommandId, Check][]) await run(scene, id, check, 'commander');
  });
});

test('the commands with other keys in the FileZilla preset', async ({ room, launch, startServer }) => {
  await withScene({ room, launch, startServer }, async (scene) => {
    await scene.page.keyboard.press('Control+,');
    await scene.ui.dialog('Settings').getByText('FileZilla', { exact: true }).click();
    await scene.page.keyboard.press('Escape');
    const keys = (id: string, keyPreset: 'commander' | 'filezilla') => commandKeys(id, { ...defaultSettings, keyPreset })[0];
    for (const [id, check] of Object.entries(checks) as [CommandId, Check][]) {
      if (keys(id, 'filezilla') !== keys(id, 'commander')) await run(scene, id, check, 'filezilla');
    }
  });
});

test('the commands of the queue', async ({ room, launch, startServer }) => {
  const waiting = ['a', 'b', 'c', 'd'];
  await makeTree(room.left, Object.fromEntries([['first.bin', 20_000_000], ...waiting.map((name) => [`${name}.txt`, name])]));
  await makeTree(room.share, { 'elsewhere/inner.txt': 'i' });
  await writeFile(
    join(room.userData, 'settings.json'),
    JSON.stringify({ speedLimit: 262_144, parallelTransfers: 1, keyPreset: 'filezilla' }),
  );
  const { link } = await startServer();
  const ferry = await launch({ right: link });
  const { ui, page } = ferry;
  await expect(ui.pane('right').row('elsewhere')).toBeVisible();
  await ui.pane('left').row('first.bin').click();
  await ferry.command('transfer.copy');
  await expect(ui.transfers.tab('Running')).toHaveText('Running1');
  await ui.transfers.show('Queued');
  for (const [at, name] of waiting.entries()) {
    await ui.pane('left').row(`${name}.txt`).click();
    await ferry.command('transfer.copy');
    await expect(ui.transfers.tab('Queued')).toHaveText(`Queued${at + 1}`);
  }
  await expect.poll(() => namesOf(ui)).toBe('a b c d');
  await ui.transfers.row('c.txt').click();
  for (const { id, key, prepare, proves } of queueCommands) {
    await test.step(id, async () => {
      await prepare?.(ferry, room);
      if (key === undefined) await ferry.command(id);
      else await page.keyboard.press(key);
      await proves(ferry);
    });
  }
});

for (const way of ['its key', 'the menu'] as const) {
  test(`the application ends by ${way}`, async ({ launch }) => {
    const { app, page, ui, command } = await launch();
    await ui.pane('left').list.focus();
    const ended = app.waitForEvent('close', { timeout: 15_000 });
    const told = way === 'its key' ? page.keyboard.press('Control+q') : command('app.quit');
    // The answer may not come back from what has ended.
    await told.catch(() => undefined);
    await ended;
  });
}
