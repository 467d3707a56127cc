import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import type { FileSystem, WalkPage } from '../filesystem/fileSystem.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { steadyWalk } from './steadyWalk.ts';

function entry(name: string, kind: Entry['kind'] = 'file'): Entry {
  return { name, kind, size: 1, modified: 0 };
}

function page(directory: string, ...names: readonly string[]): WalkPage {
  return { directory, entries: names.map((name) => (name.endsWith('/') ? entry(name.slice(0, -1), 'directory') : entry(name))) };
}

/** A file system whose walk tells these pages, and then ends or breaks. */
function telling(pages: readonly WalkPage[], end?: AppError): FileSystem {
  return Object.assign(new MemoryFileSystem(), {
    async *walk() {
      yield* pages;
      if (end !== undefined) throw end;
    },
  });
}

const lost = new AppError('connection-lost', 'cut');

/** What the walks tell, one after the other as each breaks. */
async function walked(walks: readonly FileSystem[], delays: readonly number[] = [0, 0]): Promise<string[]> {
  const [source, ...more] = walks;
  if (source === undefined) throw new Error('no walk');
  const told: string[] = [];
  const { signal } = new AbortController();
  for await (const { directory, entries } of steadyWalk('/d', {
    source,
    again: () => more.shift(),
    retryDelays: delays,
    signal,
  })) {
    for (const { name } of entries) told.push(directory === '' ? name : `${directory}/${name}`);
  }
  return told;
}

describe('a walk', () => {
  it('goes on where it broke, and tells everything once', async () => {
    const first = telling([page('', 'a/', 'b/', 'f'), page('a', 'x', 'y'), page('b', 'x')], lost);
    const second = telling([page('', 'f', 'b/', 'a/'), page('b', 'z', 'x', 'in/'), page('a', 'y', 'x'), page('b/in', 'w')]);
    expect(await walked([first, second])).toEqual(['a', 'b', 'f', 'a/x', 'a/y', 'b/x', 'b/z', 'b/in', 'b/in/w']);
  });

  it('goes on in the midst of its first directory', async () => {
    const first = telling([page('', 'a/', 'f')], lost);
    expect(await walked([first, telling([page('', 'g', 'f', 'a/'), page('a', 'x')])])).toEqual(['a', 'f', 'g', 'a/x']);
  });

  it('passes over what came about meanwhile in a directory that was through', async () => {
    const first = telling([page('', 'a/'), page('a', 'x')], lost);
    const second = telling([page('', 'a/', 'new/'), page('new', 'n', 'm/'), page('new/m', 'o'), page('a', 'x', 'y')]);
    expect(await walked([first, second])).toEqual(['a', 'a/x', 'a/y']);
  });

  it('tells a directory that takes several pages whole, also after a break in it', async () => {
    const first = telling([page('', '1', '2'), page('', '3', '4'), page('', '5')], lost);
    const second = telling([page('', '1', '2'), page('', '3', '4'), page('', '5', '6'), page('', '7')]);
    expect(await walked([first, second])).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('gives up when it breaks again and again with nothing new between', async () => {
    const broken = (): FileSystem => telling([page('', 'a')], lost);
    await expect(walked([broken(), broken(), broken(), telling([page('', 'a')])])).rejects.toThrow(lost);
    const more = telling([page('', 'a', 'b')], lost);
    expect(await walked([broken(), broken(), more, more, telling([page('', 'c')])])).toEqual(['a', 'b', 'c']);
  });

  it('ends with what trying again would not mend', async () => {
    for (const code of ['not-found', 'permission-denied', 'cancelled', 'auth-failed'] as const) {
      await expect(walked([telling([], new AppError(code, code)), telling([])])).rejects.toMatchObject({ code });
    }
    await expect(walked([telling([page('', 'a')], lost)])).rejects.toThrow(lost);
  });

  it('can not go on in a directory of more than 100,000 entries that it has told', async () => {
    const names = Array.from({ length: 100_001 }, (_, index) => String(index));
    await expect(walked([telling([page('', ...names)], lost), telling([page('', ...names)])])).rejects.toThrow(lost);
  });
});
