import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { folder, temporaryFolder } from '../harness/folders.ts';
import { launchElectron } from '../harness/runtime.ts';

/** What the specs of the application rely on. These run on Electron's own runtime, too: there they show that the stand-in is true. */

interface Seen {
  readonly menu: string[];
  readonly navigations: string[];
  readonly windows: string[];
  readonly requests: string[];
}
interface FixtureWindow {
  readonly bridge: {
    readonly nested: { readonly list: readonly number[] };
    readonly invoke: (channel: string, ...values: unknown[]) => Promise<unknown>;
    onProgress(listener: (value: { at: number; of: number }) => void): () => void;
    pathForFile(file: unknown): string;
    throwing(): void;
  };
  readonly inlineRan?: boolean;
}
declare const window: Window & FixtureWindow;

let app: ElectronApplication;
let page: Page;

test.beforeEach(async () => {
  app = await launchElectron({ args: [folder('e2e/standin/fixture')] });
  page = await app.firstWindow();
  await page.getByRole('heading', { name: 'Fixture' }).waitFor();
});
test.afterEach(async () => {
  await app.close();
});

const seen = (): Promise<Seen> => app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

test('the main process has the names and versions of the application and of Electron', async () => {
  const told = await app.evaluate(({ app: electron }) => ({
    name: electron.getName(),
    version: electron.getVersion(),
    packaged: electron.isPackaged,
    path: electron.getAppPath(),
    type: process.type,
    electron: process.versions.electron,
    chrome: process.versions['chrome'],
  }));
  expect(told).toMatchObject({ name: 'Fixture', version: '1.2.3', packaged: false, type: 'browser' });
  expect(told.path).toBe(folder('e2e/standin/fixture'));
  expect(told.electron).toMatch(/^\d+\.\d+\.\d+/);
  expect(told.chrome).toMatch(/^\d+\.\d+/);
});

test('the page has the bridge and nothing of Node', async () => {
  const found = await page.evaluate(() => ({
    require: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
    frozen: [window.bridge, window.bridge.nested, window.bridge.nested.list, window.bridge.invoke].map((value) =>
      Object.isFrozen(value),
    ),
    replaced: Reflect.set(window, 'bridge', 1),
  }));
  expect(found).toEqual({ require: 'undefined', process: 'undefined', frozen: [true, true, true, true], replaced: false });
});

test('values cross to the main process and back as structured clones', async () => {
  const same = await page.evaluate(async () => {
    const sent = {
      text: 'ü',
      none: undefined,
      number: Number.NaN,
      big: 2n ** 70n,
      when: new Date(5),
      list: [1, null],
      bytes: new Uint8Array([7, 0]),
    };
    const got = (await window.bridge.invoke('echo', sent)) as typeof sent;
    const map = (await window.bridge.invoke('echo', new Map([['key', new Set([1])]]))) as Map<string, Set<number>>;
    return {
      keys: Object.keys(got),
      number: got.number,
      big: String(got.big),
      when: got.when.getTime(),
      bytes: [...got.bytes],
      set: map.get('key')?.has(1),
    };
  });
  expect(same).toEqual({
    keys: ['text', 'none', 'number', 'big', 'when', 'list', 'bytes'],
    number: Number.NaN,
    big: String(2n ** 70n),
    when: 5,
    bytes: [7, 0],
    set: true,
  });
});

test('errors keep the shape Electron gives them', async () => {
  const messages = await page.evaluate(async () => {
    const messageOf = (error: unknown): string => (error as Error).message;
    let thrown = '';
    try {
      window.bridge.throwing();
    } catch (error) {
      thrown = messageOf(error);
    }
    return [await window.bridge.invoke('fail').catch(messageOf), await window.bridge.invoke('nobody').catch(messageOf), thrown];
  });
  expect(messages).toEqual([
    "Error invoking remote method 'fail': RangeError: too far",
    "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    'from the preload script',
  ]);
});

test('events reach the page in order until it stops listening', async () => {
  const got = await page.evaluate(async () => {
    const out: number[] = [];
    const stop = window.bridge.onProgress(({ at }) => out.push(at));
    await window.bridge.invoke('count', 50);
    await new Promise((resolve) => setTimeout(resolve, 300));
    stop();
    await window.bridge.invoke('count', 3);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return out;
  });
  expect(got).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
});

test('an application scheme has an address and an origin of its own', async () => {
  expect(await page.evaluate(() => window.bridge.invoke('sender'))).toEqual({
    url: 'fixture://app/index.html',
    origin: 'fixture://app',
  });
  const { requests } = await seen();
  expect(requests.slice(0, 2)).toEqual(['fixture://app/index.html', 'fixture://app/page.js']);
  const state = await page.evaluate(async () => {
    localStorage.setItem('kept', 'yes');
    return { secure: isSecureContext, found: (await fetch('/page.js')).status, missing: (await fetch('/none.js')).status };
  });
  expect(state).toEqual({ secure: true, found: 200, missing: 404 });
  await page.reload();
  expect(await page.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
});

test('the content security policy of the scheme’s answer is enforced', async () => {
  expect(await page.evaluate(() => window.inlineRan)).toBeUndefined();
  const refused = await page.evaluate(async () => {
    const violation = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    });
    await fetch('https://example.com/').catch(() => undefined);
    return violation;
  });
  expect(refused).toBe('connect-src');
});

test('a page can not open windows', async () => {
  expect(await page.evaluate(() => window.open('https://example.com/opened', 'name', 'width=100'))).toBeNull();
  await expect.poll(async () => (await seen()).windows).toEqual(['https://example.com/opened']);
  await page.getByRole('link', { name: 'new window' }).click();
  await expect.poll(async () => (await seen()).windows).toEqual(['https://example.com/opened', 'https://example.com/new']);
  await expect.poll(() => app.windows().length).toBe(1);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the application decides where a page may go by itself', async () => {
  await page.getByRole('link', { name: 'away' }).click();
  await expect.poll(async () => (await seen()).navigations).toEqual(['https://example.com/away']);
  await page.evaluate(() => window.location.assign('fixture://app/elsewhere'));
  await expect.poll(async () => (await seen()).navigations).toHaveLength(2);
  await expect(page.getByRole('heading', { name: 'Fixture' })).toBeVisible();
  await page.getByRole('link', { name: 'allowed' }).click();
  await expect(page.getByRole('heading', { name: 'Allowed' })).toBeVisible();
  expect((await seen()).navigations.at(-1)).toBe('fixture://app/allowed.html');
  // What the program itself loads is not asked about.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('fixture://app/index.html'));
  await expect(page.getByRole('heading', { name: 'Fixture' })).toBeVisible();
  expect((await seen()).navigations).toHaveLength(3);
});

test('permissions follow the handlers of the session', async () => {
  const query = (name: string): Promise<string> =>
    page.evaluate(async (asked) => (await navigator.permissions.query({ name: asked as PermissionName })).state, name);
  await expect.poll(() => query('notifications')).toBe('denied');
  await expect.poll(() => query('geolocation')).toBe('denied');
  await page.getByLabel('Field').click();
  await page.evaluate(() => navigator.clipboard.writeText('from the page'));
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('from the page');
  expect(await page.evaluate(() => navigator.clipboard.readText().catch((error: unknown) => (error as Error).name))).toBe(
    'NotAllowedError',
  );
});

test('menu items run by click and by accelerator', async () => {
  const click = (id: string): Promise<void> =>
    app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id);
  await click('registered');
  await page.getByLabel('Field').focus();
  await page.keyboard.press('Control+Shift+o');
  await page.keyboard.press('F9');
  await expect.poll(async () => (await seen()).menu).toEqual(['registered', 'registered', 'function-key']);
  // Not registered, not enabled, not the same keys, taken by the page.
  for (const keys of ['Control+k', 'Control+d', 'Control+o', 'Shift+F9']) await page.keyboard.press(keys);
  await page.keyboard.press('F9');
  await expect.poll(async () => (await seen()).menu).toEqual(['registered', 'registered', 'function-key', 'function-key']);
  await click('checkbox');
  expect(await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('checkbox')?.checked)).toBe(true);
});

test('dialogs and the shell are stubbed from a test', async () => {
  await app.evaluate(({ dialog, shell }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/chosen'] });
    shell.openExternal = () => Promise.resolve();
  });
  expect(await page.evaluate(() => window.bridge.invoke('choose'))).toEqual({ canceled: false, filePaths: ['/chosen'] });
  expect(await page.evaluate(() => window.bridge.invoke('open'))).toBeUndefined();
});

test('files dropped from the desktop have their paths', async () => {
  const { path, remove } = await temporaryFolder();
  const files = [join(path, 'one.txt'), join(path, 'zwei ü 二.bin')];
  for (const [at, file] of files.entries()) await writeFile(file, 'x'.repeat(at + 3));
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data });
  }
  await expect(page.getByRole('status')).toHaveText(`3 ${files[0]}\n4 ${files[1]}`);
  expect(await page.evaluate(() => window.bridge.pathForFile(new File(['made here'], 'made.txt')))).toBe('');
  await remove();
});

test('a worker thread of the main bundle runs as in Node', async () => {
  expect(await page.evaluate(() => window.bridge.invoke('work', 'this'))).toBe('worked on this');
});

test('the theme of the application reaches the page', async () => {
  const isDark = (): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark';
  });
  await expect.poll(isDark).toBe(true);
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'light';
  });
  await expect.poll(isDark).toBe(false);
});

test('the size of a window is the size of its page', async () => {
  const size = (): Promise<number[]> => page.evaluate(() => [window.innerWidth, window.innerHeight]);
  await expect.poll(size).toEqual([900, 600]);
  const handle = await app.browserWindow(page);
  await handle.evaluate((window: Electron.BrowserWindow) => window.setBounds({ width: 700, height: 500 }));
  await expect.poll(async () => (await size())[0]).toBe(700);
});
