import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandId } from '../../src-shared/commands.ts';
import { makeTree } from '../harness/folders.ts';
import type { Interface } from '../harness/interface.ts';
import { expect, type Ferry, type Room } from '../harness/test.ts';

/**
 * The commands of the queue, in an order in which each finds what it needs. They begin with `first.bin` on its slow way to the server
 * in the right pane, `a`, `b`, `c` and `d` waiting behind it in the Queued tab, and `c` selected.
 */

export interface QueueCommand {
  readonly id: CommandId;
  /** Runs it by this key of the FileZilla preset, not from the menu. */
  readonly key?: string;
  readonly prepare?: (ferry: Ferry, room: Room) => Promise<void>;
  readonly proves: (ferry: Ferry) => Promise<void>;
}

/** The names in the tab that is shown, from the top. */
export async function namesOf(ui: Interface): Promise<string> {
  const names = await ui.transfers.list.locator('[data-row] .cell-name').allTextContents();
  return names.map((name) => name.replace(/\..*/, '')).join(' ');
}

const order =
  (names: string) =>
  async ({ ui }: Ferry) =>
    await expect.poll(() => namesOf(ui)).toBe(names);

const rowSays =
  (text: string | RegExp) =>
  async ({ ui }: Ferry) =>
    await expect(ui.transfers.row('c.txt')).toHaveAccessibleName(text);

type Counts = Readonly<Partial<Record<'Queued' | 'Running' | 'Failed' | 'Done', number>>>;

async function expectCounts(ui: Interface, counts: Counts): Promise<void> {
  for (const [group, count] of Object.entries(counts)) {
    await expect(ui.transfers.tab(group as keyof Counts)).toHaveText(`${group}${count}`);
  }
}

export const queueCommands: readonly QueueCommand[] = [
  { id: 'transfer.moveTop', proves: order('c a b d') },
  { id: 'transfer.moveBottom', proves: order('a b d c') },
  { id: 'transfer.moveUp', proves: order('a b c d') },
  { id: 'transfer.moveDown', proves: order('a b d c') },
  {
    id: 'transfer.priorityHigh',
    async proves(ferry) {
      await order('c a b d')(ferry);
      await rowSays(/High priority$/)(ferry);
    },
  },
  {
    id: 'transfer.priorityLow',
    async proves(ferry) {
      await order('a b d c')(ferry);
      await rowSays(/Low priority$/)(ferry);
    },
  },
  { id: 'transfer.priorityNormal', proves: rowSays(/Waiting$/) },
  { id: 'transfer.pause', proves: rowSays(/Paused$/) },
  { id: 'transfer.resume', proves: rowSays(/Waiting$/) },
  { id: 'transfer.pauseAll', proves: ({ ui }) => expectCounts(ui, { Running: 0, Queued: 5 }) },
  { id: 'transfer.resumeAll', proves: ({ ui }) => expectCounts(ui, { Running: 1, Queued: 4 }) },
  { id: 'transfer.pauseAll', proves: ({ ui }) => expectCounts(ui, { Running: 0, Queued: 5 }) },
  { id: 'transfer.resumeAll', key: 'Control+p', proves: ({ ui }) => expectCounts(ui, { Running: 1, Queued: 4 }) },
  {
    id: 'transfer.cancel',
    prepare: async ({ ui }) => await ui.transfers.row('c.txt').click(),
    proves: ({ ui }) => expectCounts(ui, { Queued: 3, Failed: 1 }),
  },
  {
    id: 'transfer.retry',
    async prepare({ ui }) {
      await ui.transfers.show('Failed');
      await ui.transfers.row('c.txt').click();
    },
    proves: ({ ui }) => expectCounts(ui, { Queued: 4, Failed: 0 }),
  },
  { id: 'transfer.cancelAll', proves: ({ ui }) => expectCounts(ui, { Queued: 0, Running: 0, Failed: 5 }) },
  {
    id: 'transfer.retryFailed',
    // What was cancelled is not tried again by it, so one of them fails first.
    async prepare({ ui, page, command }, { left }) {
      await ui.transfers.region.getByRole('button', { name: /^Speed limit: / }).click();
      await page.getByRole('menuitemradio', { name: 'No limit', exact: true }).click();
      await rm(join(left, 'd.txt'));
      await ui.transfers.row('c.txt').click();
      await page.keyboard.press('Control+a');
      await command('transfer.retry');
      await expectCounts(ui, { Failed: 1, Done: 4 });
      await makeTree(left, { 'd.txt': 'd' });
    },
    async proves({ ui }) {
      await expectCounts(ui, { Failed: 0, Done: 5 });
    },
  },
  {
    id: 'transfer.copyReceipts',
    proves: async ({ app }) =>
      await expect
        .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
        .toMatch(/^([0-9a-f]{64} {2}(first\.bin|[abcd]\.txt)\n){5}$/),
  },
  {
    id: 'transfer.saveReceipts',
    async proves({ ui, page }) {
      await expect(ui.dialog('Save receipts')).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(ui.dialog('Save receipts')).toBeHidden();
    },
  },
  {
    id: 'transfer.reveal',
    async prepare({ ui }) {
      await ui.pane('right').row('elsewhere').dblclick();
      await expect(ui.pane('right').row('inner.txt')).toBeVisible();
      await ui.transfers.show('Done');
      await ui.transfers.row('b.txt').click();
    },
    async proves({ ui }) {
      await expect(ui.pane('right').row('b.txt')).toHaveAttribute('data-cursor', 'true');
      await expect(ui.pane('right').list).toBeFocused();
    },
  },
  { id: 'transfer.clearDone', proves: ({ ui }) => expectCounts(ui, { Done: 0 }) },
];
