import { createServer } from 'node:net';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { fingerprint, makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';
import { connectByLink, dragToPane, startSharing } from './steps.ts';

test('the first start: one click gives a working pair of panes', async ({ room, launch }) => {
  await makeTree(room.left, { 'letter.txt': 'hello' });
  const { ui } = await launch();
  const right = ui.pane('right');
  await expect(right.region.getByRole('button', { name: 'Connect…' })).toBeVisible();
  await right.region.getByRole('button', { name: 'Start a local server and open it here' }).click();
  await expect(right.list).toBeVisible();
  await dragToPane(ui.pane('left').row('letter.txt'), right);
  await expect(right.row('letter.txt')).toBeVisible();
  const shared = await readdir(room.home, { recursive: true });
  expect(shared.some((path) => path.endsWith('letter.txt'))).toBe(true);
});

test('the first start works when the usual port is taken', async ({ launch }) => {
  const holder = createServer();
  // When somebody else holds it already, that is just as well.
  holder.on('error', () => undefined);
  holder.listen(12_345, '127.0.0.1');
  const { ui } = await launch();
  const right = ui.pane('right');
  await right.region.getByRole('button', { name: 'Start a local server and open it here' }).click();
  await expect(right.list).toBeVisible();
  await expect(ui.status).not.toContainText('12345');
  holder.close();
});

test('an empty pane opens a server that runs already', async ({ room, launch }) => {
  await makeTree(room.share, { 'inside.txt': 'shared' });
  const { ui, command } = await launch();
  await command('server.start');
  const dialog = await startSharing(ui, room.share);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await ui.pane('right').region.getByRole('button', { name: 'Open the local server here' }).click();
  await expect(ui.pane('right').row('inside.txt')).toBeVisible();
});

test('a server is started from the menu, its link copied and opened, and stopped', async ({ room, launch }) => {
  await makeTree(room.share, { 'inside.txt': 'shared' });
  const { app, ui, command } = await launch();
  await command('server.start');
  const dialog = await startSharing(ui, room.share);
  await expect(ui.status).toContainText('Server started on 127.0.0.1:');
  await ui.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await command('server.copyLink');
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toMatch(/^ferry:\/\/127\.0\.0\.1:\d+\/#pin=[\w-]{43}&token=.+/);
  await connectByLink(ui, await app.evaluate(({ clipboard }) => clipboard.readText()));
  await expect(ui.pane('right').row('inside.txt')).toBeVisible();

  await command('server.stop');
  await expect(ui.status).toContainText('Server stopped');
  await expect(ui.pane('right').region.getByText('no longer connected')).toBeVisible();
});

test('the running server opens in the right pane from the menu', async ({ room, launch }) => {
  await makeTree(room.share, { 'inside.txt': 'shared' });
  const { ui, command } = await launch();
  await command('server.start');
  await startSharing(ui, room.share);
  await expect(ui.status).toContainText('Server started');
  await ui.page.keyboard.press('Escape');
  await command('server.open');
  await expect(ui.pane('right').row('inside.txt')).toBeVisible();
});

test('the folder of the server is chosen with the system’s dialog', async ({ room, launch }) => {
  const { app, ui, command } = await launch();
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, room.share);
  await command('server.start');
  await ui.dialog('Start local server').getByRole('button', { name: 'Choose…' }).click();
  await expect(ui.dialog('Start local server').getByLabel('Folder to share')).toHaveValue(room.share);
});

test('a port in use and a missing folder are said plainly, and nothing starts', async ({ room, launch }) => {
  const holder = createServer();
  holder.listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  const { ui, command } = await launch();
  await command('server.start');
  const dialog = ui.dialog('Start local server');
  await dialog.getByLabel('Folder to share').fill(room.share);
  await dialog.getByLabel('Port').fill(String(port));
  await dialog.getByRole('button', { name: 'Start server' }).click();
  await expect(dialog.getByText(`Port ${port} is in use. Choose another, or 0 for any free port.`)).toBeVisible();
  await dialog.getByLabel('Port').fill('0');
  await dialog.getByLabel('Folder to share').fill(`${room.path}/nowhere/at/all`);
  await dialog.getByRole('button', { name: 'Start server' }).click();
  await expect(dialog.getByText('is not there')).toBeVisible();
  holder.close();
  expect(await fingerprint(room.share)).toEqual({});
});
