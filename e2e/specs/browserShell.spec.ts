import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { fingerprint, makeTree } from '../harness/folders.ts';
import { Interface } from '../harness/interface.ts';
import { startBrowserShell } from '../harness/processes.ts';
import { expect, homeIn, test as base, watch } from '../harness/test.ts';
import { connectByLink, dragToPane, dropFromDesktop, startSharing, transfersEnd } from './steps.ts';

/** The same interface, served to a browser. */

interface Shell {
  readonly url: string;
  readonly open: () => Promise<Interface>;
}

const test = base.extend<{ shell: Shell }>({
  shell: async ({ page, room }, give) => {
    const problems: string[] = [];
    const { program, ready } = await startBrowserShell(['--user-data', room.userData, '--left', room.left], homeIn(room));
    expect(ready).toMatchObject({ event: 'ready', shell: 'browser' });
    await give({
      url: ready.url,
      async open() {
        await watch(page, problems);
        await page.goto(ready.url);
        const ui = new Interface(page);
        await expect(ui.pane('left').list).toBeVisible();
        return ui;
      },
    });
    const seen = [...problems]; // once the program has ended, the page says rightly that it can't reach it
    const code = await program.stop('SIGTERM');
    // Windows has no such signal: it ends the process there.
    if (process.platform !== 'win32') expect(code).toBe(0);
    expect(seen).toEqual([]);
  },
});

const refusal = 'This page is not signed in';

test('it starts, lists, connects, and copies both ways', async ({ room, shell, startServer }) => {
  await makeTree(room.left, { 'up.bin': 2_000_000 });
  await makeTree(room.share, { 'down.bin': 1_000_000 });
  const { link } = await startServer();
  const ui = await shell.open();
  await expect(ui.pane('left').row('up.bin')).toBeVisible();
  await connectByLink(ui, link);
  await expect(ui.pane('right').row('down.bin')).toBeVisible();
  await dragToPane(ui.pane('left').row('up.bin'), ui.pane('right'));
  await expect(ui.pane('right').row('up.bin')).toBeVisible();
  await dragToPane(ui.pane('right').row('down.bin'), ui.pane('left'));
  await expect(ui.pane('left').row('down.bin')).toBeVisible();
  await transfersEnd(ui);
  expect(await fingerprint(room.left)).toEqual(await fingerprint(room.share));
});

test('the menu bar in the page starts a server', async ({ room, shell }) => {
  await makeTree(room.share, { 'inside.txt': 'i' });
  const ui = await shell.open();
  await ui.menu('Server', 'Start local server…');
  await startSharing(ui, room.share);
  await expect(ui.status).toContainText('Server started');
  await ui.page.keyboard.press('Escape');
  await ui.menu('Server', 'Open in the right pane');
  await expect(ui.pane('right').row('inside.txt')).toBeVisible();
});

test('the token leaves the address, works once, and a reload keeps the page', async ({ shell, page, browser }) => {
  const ui = await shell.open();
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(ui.pane('left').list).toBeVisible();

  const visit = async (url: string): Promise<Page> => {
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(url);
    return stranger;
  };
  await expect((await visit(shell.url)).getByText(refusal).first()).toBeVisible();
  await expect((await visit(shell.url.replace(/token=.*/, 'token=wrong'))).getByText(refusal).first()).toBeVisible();
  await expect((await visit(shell.url.replace(/#.*/, ''))).getByText(refusal).first()).toBeVisible();
});

test('pages of another origin, and other names for this computer, are turned away', async ({ shell }) => {
  const { host, port } = new URL(shell.url);
  const knock = (options: { origin?: string; headers?: Record<string, string> }): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://${host}/socket`, options);
      socket.once('open', () => resolve('open'));
      socket.once('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
      socket.once('error', (error) => resolve(error.message));
    });
  expect(await knock({ origin: 'https://evil.example' })).not.toBe('open');
  expect(await knock({})).not.toBe('open');
  expect(await knock({ origin: `http://127.0.0.1:${port}`, headers: { host: `evil.example:${port}` } })).not.toBe('open');
  const page = await fetch(shell.url);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('files dropped from the desktop are explained, since a browser does not know their paths', async ({ room, shell, page }) => {
  await makeTree(room.path, { 'dropped.txt': 'x' });
  const ui = await shell.open();
  await dropFromDesktop(page, ui.pane('left').list, [join(room.path, 'dropped.txt')]);
  await expect(ui.pane('left').region.getByRole('alert')).toContainText('needs the Ferry desktop app');
});
