import { makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';
import { dragToPane } from './steps.ts';

const hostile = '<img src=x onerror="document.title=String(7*191)">';

test('markup in a name is text wherever it appears', async ({ room, launch, startServer }) => {
  test.skip(process.platform === 'win32', 'Windows has no such names');
  await makeTree(room.left, { [hostile]: 'harmless', 'plain.txt': 'p' });
  await makeTree(room.share, { '<b>bold/': '' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  const left = ui.pane('left');
  await expect(left.row(hostile)).toBeVisible();
  await expect(left.row(hostile)).toContainText('<img src=x onerror=');
  await expect(ui.pane('right').row('<b>bold')).toBeVisible();
  await dragToPane(left.row(hostile), ui.pane('right'));
  await expect(ui.pane('right').row(hostile)).toBeVisible();
  await left.row(hostile).click();
  await page.keyboard.press('F2');
  await expect(left.nameField).toHaveValue(hostile);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F8');
  await expect(page.getByText(`Move “${hostile}” to the trash?`)).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).not.toBe('1337');
});

test('the page has no way to Node, and its bridge can not be changed', async ({ launch }) => {
  const { page } = await launch();
  const found = await page.evaluate(() => {
    const world = globalThis as unknown as { require?: unknown; process?: unknown; ferry: Record<string, unknown> };
    return {
      require: typeof world.require,
      process: typeof world.process,
      bridge: Object.keys(world.ferry).toSorted(),
      frozen: Object.isFrozen(world.ferry),
      replaced: Reflect.set(globalThis, 'ferry', {}),
    };
  });
  expect(found).toEqual({
    require: 'undefined',
    process: 'undefined',
    bridge: ['onEvent', 'pathForFile', 'request'],
    frozen: true,
    replaced: false,
  });
});

test('requests of the wrong form are refused', async ({ launch }) => {
  const { page } = await launch();
  const codes = await page.evaluate(async () => {
    const { ferry } = globalThis as unknown as {
      ferry: { request(name: string, params: unknown): Promise<{ ok: boolean; error?: { code: string } }> };
    };
    const bad: [string, unknown][] = [
      ['no.such.request', {}],
      ['__proto__', {}],
      ['listing.open', { listing: 1 }],
      ['listing.open', { listing: 1, location: { endpoint: 'local', path: '../etc' } }],
      ['server.start', { folder: '', host: '127.0.0.1', port: 70_000, readOnly: false, classic: false }],
      ['app.start', { more: true }],
    ];
    return await Promise.all(bad.map(async ([name, params]) => (await ferry.request(name, params)).error?.code));
  });
  expect(codes).toEqual(Array.from({ length: 6 }, () => 'invalid-request'));
});

test('no window opens and the page goes nowhere', async ({ launch }) => {
  const { app, page, ui } = await launch({ refusalsExpected: true });
  const address = page.url();
  await app.evaluate(({ dialog, shell }) => {
    const asked: string[] = [];
    const opened: string[] = [];
    Object.assign(globalThis, { asked, opened });
    // The first question is answered with Cancel, the second with Open.
    dialog.showMessageBox = (...args: unknown[]) => {
      const options = args.at(-1) as { detail?: string };
      asked.push(options.detail ?? '');
      return Promise.resolve({ response: asked.length === 1 ? 1 : 0, checkboxChecked: false });
    };
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  const lists = () =>
    app.evaluate(() => {
      const { asked, opened } = globalThis as unknown as { asked: string[]; opened: string[] };
      return { asked, opened };
    });
  expect(await page.evaluate(() => window.open('https://example.com/refused'))).toBeNull();
  await expect.poll(lists).toEqual({ asked: ['https://example.com/refused'], opened: [] });
  for (const url of ['file:///etc/passwd', 'http://example.com/', 'javascript:1', 'https://name:word@example.com/']) {
    await page.evaluate((wanted) => window.open(wanted), url);
  }
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/linked';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.remove();
  });
  await expect.poll(lists).toEqual({
    asked: ['https://example.com/refused', 'https://example.com/linked'],
    opened: ['https://example.com/linked'],
  });
  for (const url of ['https://example.com/away', 'app://elsewhere/', 'app://ferry/index.html?x']) {
    await page.evaluate((wanted) => window.location.assign(wanted), url);
  }
  await page.waitForTimeout(500);
  expect(page.url()).toBe(address);
  await expect(ui.pane('left').list).toBeVisible();
  await expect.poll(() => app.windows().length).toBe(1);
});

test('the content security policy lets no script of another kind in', async ({ launch }) => {
  const { page } = await launch({ refusalsExpected: true });
  const refused = await page.evaluate(async () => {
    const directives = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => directives.add(event.effectiveDirective));
    const script = document.createElement('script');
    try {
      script.textContent = 'globalThis.inlineRan = true';
      document.body.append(script);
    } catch {
      // Trusted types refuse the text itself.
    }
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    await fetch('https://example.com/').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    script.remove();
    frame.remove();
    return { directives: [...directives].toSorted(), ran: 'inlineRan' in globalThis };
  });
  expect(refused.ran).toBe(false);
  expect(refused.directives).toEqual(expect.arrayContaining(['connect-src', 'frame-src']));
});
