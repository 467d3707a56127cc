import { describe, expect, it, onTestFinished } from 'vitest';
import type { Watch } from '../fileSystem.ts';
import type { ContractContext } from './context.ts';
import { expectCode, needs } from './expect.ts';
import { patternBytes, writeWhole } from './recorder.ts';

/** Longer than any implementation holds a notice back. */
const quiet = 550;
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

export function describeWatching(context: ContractContext): void {
  const { at } = context;

  /** A watch that counts what it is told. */
  async function watch(path: string, signal?: AbortSignal): Promise<{ readonly watch: Watch; told: number }> {
    const counted = { told: 0 };
    const standing = await context.fileSystem.watch(path, () => void counted.told++, { signal });
    onTestFinished(() => standing.close());
    return Object.assign(counted, { watch: standing });
  }

  describe('watching', () => {
    it('tells of what came, changed, was renamed and went', async (test) => {
      needs(test, context, 'watch', 'directories', 'rename', 'attributes');
      const { fileSystem } = context;
      await fileSystem.makeDirectory(at('d'));
      const watched = await watch(at('d'));
      const changes = [
        () => writeWhole(fileSystem, at('d/new'), patternBytes(10)),
        () => writeWhole(fileSystem, at('d/new'), patternBytes(20), { existing: 'overwrite' }),
        () => fileSystem.setAttributes(at('d/new'), { modified: 1_500_000_000_000 }),
        () => fileSystem.rename(at('d/new'), at('d/newer')),
        () => fileSystem.remove(at('d/newer')),
        () => fileSystem.makeDirectory(at('d/folder')),
      ];
      for (const change of changes) {
        const before = watched.told;
        await change();
        await expect.poll(() => watched.told, { timeout: 3000 }).toBeGreaterThan(before);
        await pause(300);
      }
    });

    it('does not tell of other directories, those within included', async (test) => {
      needs(test, context, 'watch', 'directories');
      const { fileSystem } = context;
      await fileSystem.makeDirectory(at('d/within'), { parents: true });
      const watched = await watch(at('d'));
      await pause(quiet);
      watched.told = 0;
      await writeWhole(fileSystem, at('d/within/file'), patternBytes(1));
      await writeWhole(fileSystem, at('beside'), patternBytes(1));
      await pause(quiet);
      // The directory within has another time now, which some systems tell and others don't.
      expect(watched.told).toBeLessThanOrEqual(1);
    });

    it('tells many changes a few times only, and the last one too', async (test) => {
      needs(test, context, 'watch', 'directories');
      const { fileSystem } = context;
      await fileSystem.makeDirectory(at('d'));
      const watched = await watch(at('d'));
      const started = performance.now();
      for (let i = 0; i < 100; i++) await writeWhole(fileSystem, at(`d/${i}`), patternBytes(1));
      const took = performance.now() - started;
      await pause(quiet);
      expect(watched.told).toBeLessThanOrEqual(2 + (took + quiet) / 190);
      const before = watched.told;
      expect(before).toBeGreaterThan(0);
      await writeWhole(fileSystem, at('d/last'), patternBytes(1));
      await expect.poll(() => watched.told, { timeout: 3000 }).toBeGreaterThan(before);
    });

    it('serves several watches of one directory', async (test) => {
      needs(test, context, 'watch', 'directories');
      const { fileSystem } = context;
      await fileSystem.makeDirectory(at('d'));
      const [first, second] = [await watch(at('d')), await watch(at('d'))];
      first.watch.close();
      await writeWhole(fileSystem, at('d/file'), patternBytes(1));
      await expect.poll(() => second.told, { timeout: 3000 }).toBeGreaterThan(0);
      expect(first.told).toBe(0);
      expect((await first.watch.ended)?.code).toBe('cancelled');
    });

    it.for(['removed', 'renamed'])('tells that the directory was %s, and ends', async (how, test) => {
      needs(test, context, 'watch', 'directories', 'rename');
      const { fileSystem } = context;
      await fileSystem.makeDirectory(at('d'));
      const watched = await watch(at('d'));
      if (how === 'removed') await fileSystem.remove(at('d'));
      else await fileSystem.rename(at('d'), at('elsewhere'));
      expect(await watched.watch.ended).toBeUndefined();
      expect(watched.told).toBeGreaterThan(0);
    });

    it('ends with cancelled: closed, aborted, and when the file system is closed', async (test) => {
      needs(test, context, 'watch', 'directories');
      const { fileSystem } = context;
      await fileSystem.makeDirectory(at('d'));
      await expectCode(watch(at('d'), AbortSignal.abort()), 'cancelled');
      const controller = new AbortController();
      const aborted = await watch(at('d'), controller.signal);
      controller.abort();
      expect((await aborted.watch.ended)?.code).toBe('cancelled');
      const closed = await watch(at('d'));
      closed.watch.close();
      closed.watch.close();
      expect((await closed.watch.ended)?.code).toBe('cancelled');
      await writeWhole(fileSystem, at('d/file'), patternBytes(1));
      await pause(quiet);
      expect([aborted.told, closed.told]).toEqual([0, 0]);
      const last = await watch(at('d'));
      await fileSystem.close();
      expect((await last.watch.ended)?.code).toBe('cancelled');
      await expect(watch(at('d'))).rejects.toThrow();
    });

    it('refuses what is no directory, and what is missing', async (test) => {
      needs(test, context, 'watch');
      await writeWhole(context.fileSystem, at('file'), patternBytes(1));
      await expectCode(watch(at('file')), 'not-a-directory');
      await expectCode(watch(at('missing')), 'not-found');
      await expectCode(watch(at('../x')), 'name-invalid');
    });

    it('is refused where it is not supported', async (test) => {
      test.skip(context.fileSystem.features.watch, 'it is');
      await expectCode(watch(at('x')), 'unsupported');
    });
  });
}
