import type { Locator, Page } from '@playwright/test';
import type { Interface, Pane, Side } from '../harness/interface.ts';
import { expect } from '../harness/test.ts';

/** Steps that several specs share. */

/** From an empty pane: pastes a link into the Connect dialog. */
export async function connectByLink(ui: Interface, link: string, side: Side = 'right'): Promise<void> {
  await openConnectDialog(ui, side);
  await ui.dialog('Connect').getByLabel('Link').fill(link);
  await submitConnect(ui);
}

/** From an empty pane: fills in the address by hand, as somebody without a link does. */
export async function connectByAddress(ui: Interface, port: number, token: string): Promise<void> {
  await openConnectDialog(ui, 'right');
  const dialog = ui.dialog('Connect');
  await dialog.getByLabel('Server').fill('127.0.0.1');
  await dialog.getByLabel('Port').fill(String(port));
  await dialog.getByLabel('Access key').fill(token);
  await submitConnect(ui);
}

/** In the dialog that `server.start` has opened: shares the folder, by default on a port that is free. The dialog stays, with the link. */
export async function startSharing(ui: Interface, folder: string, port = 0): Promise<Locator> {
  const dialog = ui.dialog('Start local server');
  await dialog.getByLabel('Folder to share').fill(folder);
  await dialog.getByLabel('Port').fill(String(port));
  await dialog.getByRole('button', { name: 'Start server' }).click();
  return dialog;
}

async function openConnectDialog(ui: Interface, side: Side): Promise<void> {
  await ui.pane(side).region.getByRole('button', { name: 'Connect…' }).click();
  await expect(ui.dialog('Connect')).toBeVisible();
}

export async function submitConnect(ui: Interface): Promise<void> {
  await ui.dialog('Connect').getByRole('button', { name: 'Connect', exact: true }).click();
}

export async function dragToPane(from: Locator, to: Pane): Promise<void> {
  await from.dragTo(to.list, { targetPosition: { x: 150, y: 200 } });
}

/** Drops files as the desktop does: with paths, not contents. */
export async function dropFromDesktop(page: Page, target: Locator, files: readonly string[]): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('the drop target is not on the screen');
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const at = { x: box.x + box.width / 2, y: box.y + box.height - 30 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  }
  await session.detach();
}

/** Waits until nothing is queued or running any more. */
export async function transfersEnd(ui: Interface): Promise<void> {
  await expect(ui.transfers.tab('Queued')).toHaveText(/\D0$/, { timeout: 60_000 });
  await expect(ui.transfers.tab('Running')).toHaveText(/\D0$/, { timeout: 60_000 });
}
