import { describe, expect, it } from 'vitest';
import type { ContractContext } from './context.ts';
import { collect, expectCode, needs } from './expect.ts';
import { listAll, openWriter, patternBytes, readWhole, writeWhole } from './recorder.ts';

export function describeEntries(context: ContractContext): void {
  const { at } = context;

  describe('entries', () => {
    it('lists an empty directory as one with a total of 0', async () => {
      expect(await listAll(context.fileSystem, context.subject.directory)).toEqual({ names: [], total: 0 });
    });

    it('lists every entry once and tells the total', async (test) => {
      needs(test, context, 'directories');
      const writer = openWriter(context.fileSystem);
      const count = 2100;
      for (let i = 0; i < count; i++) writer.lane.makeDirectory(i, at(`d${i}`));
      writer.lane.flush();
      await Promise.all(Array.from({ length: count }, (_, i) => writer.recorder.end(i)));
      const { names, total } = await listAll(context.fileSystem, context.subject.directory);
      expect(total).toBe(count);
      expect(new Set(names).size).toBe(count);
      expect(names.length).toBe(count);
    });

    it('tells kind, size and time', async () => {
      await writeWhole(context.fileSystem, at('file'), patternBytes(1234), { modified: 1_600_000_000_123 });
      const entry = await context.fileSystem.stat(at('file'));
      expect(entry).toMatchObject({ name: 'file', kind: 'file' });
      if (entry.exact !== false) expect(entry.size).toBe(1234);
      if (context.fileSystem.features.attributes) expect(entry.modified).toBeCloseTo(1_600_000_000_123, 0);
      const [page] = await collect(context.fileSystem.list(context.subject.directory));
      expect(page?.entries[0]).toMatchObject({ name: 'file', kind: 'file', size: entry.size });
    });

    it('tells the kind of a directory, the root with an empty name', async (test) => {
      needs(test, context, 'directories');
      await context.fileSystem.makeDirectory(at('d'));
      expect(await context.fileSystem.stat(at('d'))).toMatchObject({ name: 'd', kind: 'directory', size: 0 });
      expect(await context.fileSystem.stat('/')).toMatchObject({ name: '', kind: 'directory' });
    });

    it('says not-found for what is missing', async (test) => {
      await expectCode(context.fileSystem.stat(at('missing')), 'not-found');
      await expectCode(context.fileSystem.remove(at('missing')), 'not-found');
      needs(test, context, 'directories');
      await expectCode(collect(context.fileSystem.list(at('missing'))), 'not-found');
      await expectCode(context.fileSystem.makeDirectory(at('missing/d')), 'not-found');
    });

    it('says not-a-directory for a file in the place of one', async (test) => {
      needs(test, context, 'directories');
      await writeWhole(context.fileSystem, at('file'), patternBytes(1));
      await expectCode(collect(context.fileSystem.list(at('file'))), 'not-a-directory');
      await expectCode(context.fileSystem.makeDirectory(at('file/d'), { parents: true }), 'not-a-directory');
    });

    it('refuses paths that could lead out', async () => {
      for (const path of [at('..'), at('../x'), at('a/../../x'), at('./x'), at('a//x'), 'x', '', '/..', at('nul\0x')]) {
        await expectCode(context.fileSystem.stat(path), 'name-invalid');
        await expectCode(context.fileSystem.remove(path), 'name-invalid');
        await expectCode(writeWhole(context.fileSystem, path, patternBytes(1)), 'name-invalid');
        await expectCode(readWhole(context.fileSystem, path), 'name-invalid');
      }
    });

    it('makes directories, with parents when asked', async (test) => {
      needs(test, context, 'directories');
      await context.fileSystem.makeDirectory(at('a'));
      await expectCode(context.fileSystem.makeDirectory(at('a')), 'already-exists');
      await context.fileSystem.makeDirectory(at('a/b/c'), { parents: true });
      await context.fileSystem.makeDirectory(at('a/b/c'), { parents: true });
      expect((await context.fileSystem.stat(at('a/b/c'))).kind).toBe('directory');
    });

    it('renames, and replaces only when told to', async (test) => {
      needs(test, context, 'rename');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('one'), patternBytes(1));
      await writeWhole(fileSystem, at('two'), patternBytes(2));
      await expectCode(fileSystem.rename(at('one'), at('two')), 'already-exists');
      expect(await readWhole(fileSystem, at('two'))).toHaveLength(2);
      await fileSystem.rename(at('one'), at('two'), { overwrite: true });
      expect(await readWhole(fileSystem, at('two'))).toHaveLength(1);
      await expectCode(fileSystem.stat(at('one')), 'not-found');
      await expectCode(fileSystem.rename(at('one'), at('three')), 'not-found');
      await fileSystem.rename(at('two'), at('three'));
      expect((await listAll(fileSystem, context.subject.directory)).names).toEqual(['three']);
    });

    it('renames a directory with everything in it, never into itself', async (test) => {
      needs(test, context, 'rename', 'directories');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('a/b/file'), patternBytes(3));
      await expect(fileSystem.rename(at('a'), at('a/b/a'))).rejects.toThrow();
      await fileSystem.rename(at('a'), at('z'));
      expect(await readWhole(fileSystem, at('z/b/file'))).toHaveLength(3);
      await expectCode(fileSystem.stat(at('a')), 'not-found');
    });

    it('removes files, empty directories, and with recursive everything below, counted', async (test) => {
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('file'), patternBytes(1));
      expect(await fileSystem.remove(at('file'))).toBe(1);
      await expectCode(fileSystem.stat(at('file')), 'not-found');
      needs(test, context, 'directories');
      await fileSystem.makeDirectory(at('empty'));
      expect(await fileSystem.remove(at('empty'))).toBe(1);
      for (const name of ['a/1', 'a/2', 'a/b/3', 'a/c/d/4']) await writeWhole(fileSystem, at(name), patternBytes(1));
      await expectCode(fileSystem.remove(at('a')), 'directory-not-empty');
      expect(await fileSystem.remove(at('a'), { recursive: true })).toBe(8);
      await expectCode(fileSystem.stat(at('a')), 'not-found');
    });

    it('never removes or renames the root', async (test) => {
      test.skip(context.subject.directory !== '/', 'the root is not the suite’s');
      const { fileSystem } = context;
      await writeWhole(fileSystem, '/file', patternBytes(1));
      await expect(fileSystem.remove('/', { recursive: true })).rejects.toThrow();
      await expect(fileSystem.rename('/', '/x')).rejects.toThrow();
      expect(await readWhole(fileSystem, '/file')).toHaveLength(1);
    });

    it('sets time and mode', async (test) => {
      needs(test, context, 'attributes');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('file'), patternBytes(1));
      for (const modified of [1_234_567_890_123, 0, 4_102_444_800_000]) {
        await fileSystem.setAttributes(at('file'), { modified });
        expect((await fileSystem.stat(at('file'))).modified).toBeCloseTo(modified, 0);
      }
      const { mode } = await fileSystem.stat(at('file'));
      if (mode !== undefined && process.platform !== 'win32') {
        await fileSystem.setAttributes(at('file'), { mode: 0o4640 });
        expect((await fileSystem.stat(at('file'))).mode).toBe(0o640);
      }
      await expectCode(fileSystem.setAttributes(at('missing'), { modified: 0 }), 'not-found');
    });

    it('tells the free space', async (test) => {
      needs(test, context, 'space');
      const space = await context.fileSystem.space(context.subject.directory);
      expect(space.available).toBeGreaterThan(0);
      expect(space.total).toBeGreaterThanOrEqual(space.available);
    });

    it('walks parents before children, and everything once', async (test) => {
      needs(test, context, 'walk');
      const { fileSystem } = context;
      const files = ['top', 'a/one', 'a/two', 'a/b/three', 'c/d/e/four'];
      for (const name of files) await writeWhole(fileSystem, at(name), patternBytes(1));
      await fileSystem.makeDirectory(at('empty'));
      const known = new Set(['']);
      const found: string[] = [];
      for await (const page of fileSystem.walk(context.subject.directory)) {
        expect(page.error).toBeUndefined();
        expect(known).toContain(page.directory);
        for (const entry of page.entries) {
          const path = page.directory === '' ? entry.name : `${page.directory}/${entry.name}`;
          found.push(path);
          if (entry.kind === 'directory') known.add(path);
        }
      }
      expect(found.toSorted()).toEqual([...files, 'a', 'a/b', 'c', 'c/d', 'c/d/e', 'empty'].toSorted());
      await expectCode(collect(fileSystem.walk(at('missing'))), 'not-found');
      await expectCode(collect(fileSystem.walk(at('top'))), 'not-a-directory');
    });

    it('tells links, and enters or follows none', async (test) => {
      const { fileSystem, subject } = context;
      test.skip(subject.makeLink === undefined || process.platform === 'win32', 'no links');
      needs(test, context, 'walk');
      await writeWhole(fileSystem, at('tree/file'), patternBytes(1));
      await subject.makeLink?.(at('tree/up'), '..');
      await subject.makeLink?.(at('tree/out'), '/');
      await subject.makeLink?.(at('tree/gone'), 'nowhere');
      expect((await fileSystem.stat(at('tree/up'))).kind).toBe('symlink');
      expect((await fileSystem.stat(at('tree/gone'))).kind).toBe('symlink');
      const pages = await collect(fileSystem.walk(at('tree')));
      expect(pages.flatMap((page) => page.entries.map((entry) => entry.name)).toSorted()).toEqual(['file', 'gone', 'out', 'up']);
      expect(await fileSystem.remove(at('tree'), { recursive: true })).toBe(5);
    });

    it('ends with cancelled when the signal is aborted', async () => {
      const signal = AbortSignal.abort();
      await expectCode(context.fileSystem.stat(at('x'), { signal }), 'cancelled');
      await expectCode(collect(context.fileSystem.list(context.subject.directory, { signal })), 'cancelled');
    });

    it('refuses what its features lack', async () => {
      const { fileSystem } = context;
      const { features } = fileSystem;
      if (!features.rename) await expectCode(fileSystem.rename(at('a'), at('b')), 'unsupported');
      if (!features.copy) await expectCode(fileSystem.copy(at('a'), at('b')), 'unsupported');
      if (!features.hash) await expectCode(fileSystem.hash(at('a')), 'unsupported');
      if (!features.directories) await expectCode(fileSystem.makeDirectory(at('a')), 'unsupported');
      if (!features.walk) await expectCode(collect(fileSystem.walk('/')), 'unsupported');
      if (!features.attributes) await expectCode(fileSystem.setAttributes(at('a'), { modified: 0 }), 'unsupported');
      if (!features.space) await expectCode(fileSystem.space('/'), 'unsupported');
      if (!features.resume) await expectCode(fileSystem.partial(at('a'), '0'.repeat(32)), 'unsupported');
    });

    it('closes once, with no reason, and answers with an error afterwards', async () => {
      const { fileSystem } = context;
      await fileSystem.close();
      await fileSystem.close();
      expect(await fileSystem.closed).toBeUndefined();
      await expect(fileSystem.stat(at('x'))).rejects.toThrow();
    });
  });
}
