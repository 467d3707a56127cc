import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { volumesOf } from './durability.ts';
import { GroupCommit } from './groupCommit.ts';
import { toLocalPath } from './platformPath.ts';
import { wholeComputer } from './root.ts';
import { temporaryName } from './temporaryName.ts';
import { DiskThreads } from './threads/diskThreads.ts';

const inMemory = '/dev/shm';

function folderIn(parent: string): string {
  const folder = realpathSync(mkdtempSync(join(parent, 'ferry-group-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a file whose end the system tells only when it is closed', () => {
  it.each([
    ['while more files come', tmpdir(), 10],
    ['when the group is on its way', inMemory, 3],
  ])('is lost alone: %s', async (_, parent, count) => {
    if (!existsSync(parent)) return;
    const folder = folderIn(parent);
    const told: string[] = [];
    const threads = new DiskThreads();
    const commits = new GroupCommit(wholeComputer(), threads, {
      committed: (ticket) => told.push(`${ticket} committed`),
      failed: (ticket) => told.push(`${ticket} failed`),
      groupEnded: () => {},
    });
    for (let ticket = 0; ticket < count; ticket++) {
      const key = String(ticket).padStart(32, '0');
      writeFileSync(join(folder, temporaryName(key)), 'x');
      const descriptor = openSync(join(folder, temporaryName(key)), 'r+');
      if (ticket === 0) closeSync(descriptor);
      const path = `${toLocalPath(folder)}/f${ticket}`;
      const receipt = { size: 1, sha256: '', verified: true };
      commits.add({
        ticket,
        path,
        key,
        replace: false,
        receipt,
        directoryTimes: [],
        descriptor: ticket === 0 ? 1_000_000 : descriptor,
      });
    }
    await commits.finish();
    await threads.close();
    expect(told).toEqual(['0 failed', ...Array.from({ length: count - 1 }, (_, index) => `${index + 1} committed`)]);
    expect(readdirSync(folder).sort()).toEqual(Array.from({ length: count - 1 }, (_, index) => `f${index + 1}`).sort());
  });
});

describe('the volumes of directories', () => {
  const folder = realpathSync(tmpdir());

  it('are one path each, and none for what is gone', () => {
    const self = (directory: string): string => (directory === 'gone' ? join(folder, 'gone') : folder);
    expect(volumesOf(['a', 'gone', 'b'], self, () => folder)).toEqual([folder]);
    expect(volumesOf(['gone'], self, () => folder)).toEqual([]);
  });

  it('are not known where their names lead nowhere', () => {
    expect(
      volumesOf(
        ['a'],
        () => folder,
        () => join(folder, 'renamed'),
      ),
    ).toBeUndefined();
  });
});
