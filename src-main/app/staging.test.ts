import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { put } from '../transfer/queue.testing.ts';
import { isSmall, stagingLimits } from './staging.ts';

const { signal } = new AbortController();

/** A file system whose files say that they have so many bytes. */
function filesOf(sizes: Readonly<Record<string, number>>, walk = true): MemoryFileSystem {
  const files = new MemoryFileSystem({ features: { walk } });
  for (const [path, size] of Object.entries(sizes)) put(files, path, new Uint8Array(size));
  return files;
}

describe('what is small enough to be staged', () => {
  it('is so with exactly as many bytes as may be, together, and not with one more', async () => {
    const half = stagingLimits.bytes / 2;
    const files = filesOf({ '/a': half, '/folder/b': half, '/folder/more/c': 1 });
    expect(await isSmall(files, ['/a', '/folder/b'], signal)).toBe(true);
    expect(await isSmall(files, ['/a', '/folder'], signal)).toBe(false);
    expect(await isSmall(files, ['/folder'], signal)).toBe(true);
    expect(await isSmall(files, ['/folder/more'], signal)).toBe(true);
  });

  it('counts folders and what is in them, where nothing can be walked in one go too', async () => {
    const inside = Object.fromEntries(Array.from({ length: stagingLimits.entries - 1 }, (_, i) => [`/folder/${i}`, 0]));
    for (const walk of [true, false]) {
      const files = filesOf({ ...inside, '/one': 0 }, walk);
      expect(await isSmall(files, ['/folder'], signal)).toBe(true);
      expect(await isSmall(files, ['/folder', '/one'], signal)).toBe(false);
    }
  });

  it('asks for nothing when there are more than may be', async () => {
    const paths = Array.from({ length: stagingLimits.entries + 1 }, (_, i) => `/gone/${i}`);
    expect(await isSmall(filesOf({}), paths, signal)).toBe(false);
    await expect(isSmall(filesOf({}), ['/gone'], signal)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('ends when the drag does', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(isSmall(filesOf({ '/a': 1 }), ['/a'], abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
