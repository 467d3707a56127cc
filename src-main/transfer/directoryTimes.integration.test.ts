import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LocalFileSystem } from '../filesystem/local/localFileSystem.ts';
import { TransferQueue } from './queue.ts';

it('folders that are copied within one file system keep their times', async () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'ferry-times-')));
  const folders = ['tree', 'tree/a', 'tree/a/b', 'tree/empty'];
  for (const folder of [...folders, 'in']) mkdirSync(join(home, folder));
  for (const folder of ['tree', 'tree/a/b']) writeFileSync(join(home, folder, 'file'), folder);
  for (const [index, folder] of folders.entries()) utimesSync(join(home, folder), 1_000_000_000 + index, 1_000_000_000 + index);
  const local = new LocalFileSystem({ root: home });
  const queue = new TransferQueue({ resolve: () => local });
  const from = [{ endpoint: 'local', path: '/tree' }];
  const { counts } = await queue.enqueue({ from, to: { endpoint: 'local', path: '/in' }, existing: 'overwrite' }).ended;
  expect(counts).toEqual({ done: 3, skipped: 0, failed: 0, cancelled: 0 });
  const times = folders.map((folder) => statSync(join(home, 'in', folder)).mtimeMs);
  expect(times).toEqual(folders.map((_, index) => (1_000_000_000 + index) * 1000));
  await queue.close();
  await local.close();
  rmSync(home, { recursive: true });
});
