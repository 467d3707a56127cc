import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTree, folder } from '../harness/folders.ts';
import { startProgram } from '../harness/processes.ts';
import { expect, homeIn, type Room, test } from '../harness/test.ts';
import { isStandIn } from '../harness/runtime.ts';
import { submitConnect } from './steps.ts';

/** The files of the user-data folder that hold a text, Chromium's own folder left out. */
async function filesWith(room: Room, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(room.userData, { recursive: true })) {
    if (name.startsWith('chromium')) continue;
    const contents = await readFile(join(room.userData, name)).catch(() => Buffer.alloc(0));
    if (contents.includes(text)) found.push(name);
  }
  return found;
}

test('a server is saved as a site, and connected to from the site manager in the next run', async ({
  room,
  launch,
  startServer,
}) => {
  test.slow();
  await makeTree(room.share, { 'incoming/remote.txt': 'there' });
  await makeTree(room.right, { 'here.txt': 'here' });
  const { link, token } = await startServer();
  const first = await launch();
  await first.command('session.connect');
  await first.ui.dialog('Connect').getByLabel('Server').fill(link);
  await expect(first.ui.dialog('Connect').getByLabel('Link')).toHaveValue(link);
  await first.ui.dialog('Connect').getByRole('button', { name: 'Save as site…' }).click();
  const sites = first.ui.dialog('Site manager');
  await sites.getByLabel('Name').fill('Studio');
  await sites.getByLabel('Folder on the server').fill('/incoming');
  await sites.getByLabel('Folder on this computer').fill(room.right);
  await sites.getByText('Remember the key on this computer').click();
  await expect(sites.getByText(/any program you run could read it too/)).toBeVisible();
  await sites.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(sites.getByRole('row', { name: 'Studio' })).toBeVisible();
  await first.close();
  test.skip(!isStandIn(), 'a key ring may encrypt the key');
  expect(await filesWith(room, token)).toEqual(['secrets.json']);

  const second = await launch();
  await second.ui.pane('left').list.focus();
  await second.page.keyboard.press('Control+Shift+S');
  await second.ui.dialog('Site manager').getByRole('row', { name: 'Studio' }).click();
  await second.ui.dialog('Site manager').getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(second.ui.pane('right').row('remote.txt')).toBeVisible();
  await expect(second.ui.pane('left').row('here.txt')).toBeVisible();
  await expect(second.ui.pane('right').region.getByRole('button', { name: /Shows Studio\./ })).toBeVisible();
});

test('a key that is not remembered is asked for in the next run, and was written nowhere', async ({
  room,
  launch,
  startServer,
}) => {
  await makeTree(room.share, { 'remote.txt': 'there' });
  const { link, token } = await startServer();
  const first = await launch();
  await first.ui.pane('left').list.focus();
  await first.page.keyboard.press('Control+Shift+S');
  const sites = first.ui.dialog('Site manager');
  await sites.getByRole('button', { name: 'New folder' }).click();
  await sites.getByLabel('Name').fill('Work');
  await sites.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(sites.getByRole('row', { name: 'Work' })).toBeVisible();
  await sites.getByRole('button', { name: 'New site' }).click();
  await sites.getByRole('textbox', { name: 'Server', exact: true }).fill(link);
  await sites.getByLabel('Name').fill('Studio');
  await expect(sites.getByText('The key is known until Ferry ends; then it is asked for again.')).toBeVisible();
  await sites.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(first.ui.pane('right').row('remote.txt')).toBeVisible();
  await first.close();
  expect(await filesWith(room, token)).toEqual([]);

  const second = await launch();
  await second.ui
    .pane('right')
    .region.getByRole('button', { name: /Choose another place/ })
    .click();
  await second.ui.pane('right').region.page().keyboard.type('studio');
  await second.page.keyboard.press('Enter');
  const connect = second.ui.dialog('Connect');
  await expect(connect.getByText('For the site “Studio”')).toBeVisible();
  await expect(connect.getByLabel('Access key')).toHaveAccessibleDescription(/refused the access key/);
  await connect.getByLabel('Access key').fill(token);
  await submitConnect(second.ui);
  await expect(second.ui.pane('right').row('remote.txt')).toBeVisible();
});

test('a link from outside fills in the dialog, and connects when the user says so', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'remote.txt': 'there' });
  const { link, port, token } = await startServer();
  const { ui, page, app } = await launch();
  await app.evaluate(({ app: electron }, url) => {
    electron.emit('second-instance', {}, ['ferry', url], '/');
  }, link);
  const connect = ui.dialog('Connect');
  await expect(connect.getByLabel('Server')).toHaveValue('127.0.0.1');
  await expect(connect.getByLabel('Port')).toHaveValue(String(port));
  await expect(connect.getByLabel('Access key')).toHaveAttribute('placeholder', 'From the link');
  await expect(connect.getByText(/came from outside Ferry/)).toBeVisible();
  expect(await page.content()).not.toContain(token);
  await page.waitForTimeout(500);
  await expect(ui.pane('right').list).toBeHidden();
  await submitConnect(ui);
  await expect(ui.pane('right').row('remote.txt')).toBeVisible();
});

test('a link given to the app at its start, or to a second start, fills in the dialog', async ({ room, startServer, launch }) => {
  const { link, port } = await startServer();
  const { ui, page } = await launch({ link: 'ferry://nas.example:4444/' });
  await expect(ui.dialog('Connect').getByLabel('Server')).toHaveValue('nas.example');
  await page.keyboard.press('Escape');
  await expect(ui.dialog('Connect')).toBeHidden();
  test.skip(!isStandIn(), 'a second start is another program there');
  const second = startProgram('e2e/standin/boot.ts', [folder(), '--user-data', room.userData, link], homeIn(room));
  await expect(ui.dialog('Connect').getByLabel('Port')).toHaveValue(String(port));
  await second.stop();
});
