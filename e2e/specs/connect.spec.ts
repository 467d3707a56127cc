import { join } from 'node:path';
import { makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';
import { connectByAddress, connectByLink } from './steps.ts';

test('a pasted link opens the server', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'remote.txt': 'there', 'deep/er/file.txt': 'x' });
  const { link } = await startServer();
  const { ui } = await launch();
  await connectByLink(ui, link);
  await expect(ui.dialog('Connect')).toBeHidden();
  const right = ui.pane('right');
  await expect(right.row('remote.txt')).toBeVisible();
  await right.row('deep').dblclick();
  await right.row('er').dblclick();
  await expect(right.row('file.txt')).toBeVisible();
  await right.list.focus();
  await ui.page.keyboard.press('Backspace');
  await expect(right.row('er')).toBeVisible();
});

test('a link given at the start opens by itself', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'remote.txt': 'there' });
  const { link } = await startServer();
  const { ui } = await launch({ right: link });
  await expect(ui.pane('right').row('remote.txt')).toBeVisible();
});

test('a refused access key is told in words, in the dialog', async ({ launch, startServer }) => {
  const { link, token } = await startServer();
  const { ui } = await launch();
  await connectByLink(ui, link.replace(token, `${token.slice(0, -4)}AAAA`));
  await expect(ui.dialog('Connect').getByLabel('Access key')).toHaveAccessibleDescription(
    /refused the access key\. Ask for a new link, or check the key\./,
  );
  await expect(ui.pane('right').list).toBeHidden();
  await ui.dialog('Connect').getByLabel('Link').fill(link);
  await ui.dialog('Connect').getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(ui.pane('right').list).toBeVisible();
});

test('a server that is not there is told in words', async ({ launch, startServer }) => {
  const { link, program } = await startServer();
  await program.stop();
  const { ui } = await launch();
  await connectByLink(ui, link);
  await expect(ui.dialog('Connect').getByLabel('Server')).toHaveAccessibleDescription(
    /can’t be reached\. Check the address and port/,
  );
});

test('text that is not a link is refused before anything is tried', async ({ launch }) => {
  const { ui } = await launch();
  await connectByLink(ui, 'http://example.com/');
  await expect(ui.dialog('Connect').getByText('This is not a Ferry link.')).toBeVisible();
});

test('an unknown server shows its fingerprint and is remembered once trusted', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'remote.txt': 'there' });
  const { port, pin, token } = await startServer();
  const first = await launch();
  await connectByAddress(first.ui, port, token);
  const unknown = first.ui.dialog('Unknown server');
  await expect(unknown).toBeVisible();
  expect((await unknown.innerText()).replaceAll(/\s/g, '')).toContain(pin);
  await unknown.getByRole('button', { name: 'Trust and connect' }).click();
  await expect(first.ui.pane('right').row('remote.txt')).toBeVisible();
  await first.close();

  const second = await launch();
  await connectByAddress(second.ui, port, token);
  await expect(second.ui.pane('right').row('remote.txt')).toBeVisible();
  await expect(second.ui.dialog('Unknown server')).toBeHidden();
});

test('an unknown server that is not trusted is not connected to', async ({ launch, startServer }) => {
  const { port, token } = await startServer();
  const { ui } = await launch();
  await connectByAddress(ui, port, token);
  await ui.dialog('Unknown server').getByRole('button', { name: 'Cancel' }).click();
  await expect(ui.dialog('Unknown server')).toBeHidden();
  await expect(ui.pane('right').list).toBeHidden();
});

test('a server whose identity has changed is blocked, with no way past it', async ({ room, launch, startServer }) => {
  const first = await startServer();
  const { ui } = await launch();
  await connectByAddress(ui, first.port, first.token);
  await ui.dialog('Unknown server').getByRole('button', { name: 'Trust and connect' }).click();
  await expect(ui.pane('right').list).toBeVisible();
  await first.program.stop();
  const other = await startServer({ port: first.port, userData: join(room.path, 'other-server') });
  expect(other.pin).not.toBe(first.pin);

  await ui.page.keyboard.press('Control+n');
  const dialog = ui.dialog('Connect');
  await dialog.getByLabel('Server').fill('127.0.0.1');
  await dialog.getByLabel('Port').fill(String(other.port));
  await dialog.getByLabel('Access key').fill(other.token);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  const changed = ui.dialog('Server identity changed');
  await expect(changed).toBeVisible();
  expect((await changed.innerText()).replaceAll(/\s/g, '')).toContain(other.pin);
  await expect(changed.getByRole('button', { name: /trust|connect|accept|continue/i })).toHaveCount(0);
});
