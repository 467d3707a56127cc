import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ExistingPolicy, Transfer } from '../../../src-shared/model/transfer.ts';
import { connectNative } from './connect.ts';
import { RelayedShare, relayedToken } from './relayedShare.testing.ts';

let share: RelayedShare;

beforeEach(async () => {
  share = await RelayedShare.open({
    connect: (port, { pin }) => connectNative({ host: '127.0.0.1', port, pin, token: relayedToken }),
    carry: (from, to) => from.pipe(to),
  });
});

afterEach(async () => {
  await share.stop();
});

/** Seconds since 1970. */
const first = 1_000_000_000;

/** Five folders in each of three, with files in all of them and one that is empty, each with a time of its own. */
function makeTree(): string[] {
  const folders = [
    'tree',
    ...['a', 'b', 'c'].flatMap((outer) => [outer, ...[1, 2, 3, 4, 5].map((inner) => `${outer}/${inner}`)]),
  ];
  const paths = [...folders, 'a/empty'].map((path) => (path === 'tree' ? path : `tree/${path}`));
  for (const path of paths) {
    mkdirSync(share.path('near', path));
    for (let index = 0; index < 20 && !path.endsWith('empty'); index += 1)
      writeFileSync(share.path('near', join(path, `f${index}`)), path);
  }
  for (const [index, path] of paths.entries()) utimesSync(share.path('near', path), first + index, first + index);
  return paths;
}

function timesOf(side: 'near' | 'far', paths: readonly string[]): number[] {
  return paths.map((path) => statSync(share.path(side, path)).mtimeMs);
}

async function upload(existing: ExistingPolicy, onEnded: (transfer: Transfer) => void = () => {}): Promise<void> {
  const from = [{ endpoint: 'local', path: '/tree' }];
  await share.queue.enqueue({ from, to: { endpoint: 'far', path: '/' }, existing, onEnded }).ended;
}

it('needs no request for the times of directories: they have them when the last file has its receipt', async () => {
  const paths = makeTree();
  const requests = vi.spyOn(share.far, 'setAttributes');
  let left = (paths.length - 1) * 20 + 1;
  let atTheEnd: number[] = [];
  await upload('overwrite', () => {
    left -= 1;
    if (left === 0) atTheEnd = timesOf('far', paths);
  });
  expect(requests).not.toHaveBeenCalled();
  expect(atTheEnd).toEqual(timesOf('near', paths));
  expect(timesOf('far', paths)).toEqual(timesOf('near', paths));
});

it('sets them in the end where something was refused or passed over', async () => {
  const paths = makeTree();
  mkdirSync(share.path('far', 'tree/b/3'), { recursive: true });
  writeFileSync(share.path('far', 'tree/b/3/f7'), 'other');
  await upload('skip');
  expect(timesOf('far', paths)).toEqual(timesOf('near', paths));
});

it('asks a server for them that does not know how to keep them', async () => {
  const paths = makeTree();
  Object.defineProperty(share.far, 'features', { value: { ...share.far.features, directoryTimes: false } });
  const requests = vi.spyOn(share.far, 'setAttributes');
  await upload('overwrite');
  expect(requests).toHaveBeenCalledTimes(paths.length);
  expect(timesOf('far', paths)).toEqual(timesOf('near', paths));
});
