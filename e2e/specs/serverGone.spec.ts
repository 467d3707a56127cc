import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTree, sha256 } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';
import { dragToPane } from './steps.ts';

test('a server that goes away: the row says why, and Retry works once it is back', async ({ room, launch, startServer }) => {
  // The queue tries by itself for a while before it gives up.
  test.slow();
  await makeTree(room.left, { 'large.bin': 1_000_000 });
  await truncate(join(room.left, 'large.bin'), 1_500_000_000);
  const server = await startServer();
  const { ui } = await launch({ right: server.link });
  await expect(ui.pane('right').list).toBeVisible();
  await dragToPane(ui.pane('left').row('large.bin'), ui.pane('right'));
  await ui.transfers.show('Running');
  const bar = ui.transfers.row('large.bin').getByRole('progressbar');
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow')), { intervals: [50] }).toBeGreaterThan(0);
  await server.program.stop('SIGKILL');

  await ui.transfers.show('Failed');
  const failed = ui.transfers.row('large.bin');
  await expect(failed).toContainText(/was lost|can’t be reached/, { timeout: 60_000 });
  await startServer({ port: server.port });
  await failed.getByRole('button', { name: 'Retry large.bin' }).click();
  await ui.transfers.show('Done');
  await expect(ui.transfers.row('large.bin')).toContainText('Verified', { timeout: 60_000 });
  expect(await sha256(join(room.share, 'large.bin'))).toBe(await sha256(join(room.left, 'large.bin')));
});
