import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, open as fsOpen, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContractSubject } from '../contract/context.ts';
import { openWriter, patternBytes } from '../contract/recorder.ts';
import { describeFileSystem } from '../contractSuite.ts';
import { LocalFileSystem } from './localFileSystem.ts';
import { toLocalPath, toPlatformText } from './platformPath.ts';
import { isTemporaryName } from './temporaryName.ts';

async function temporaryFolder(): Promise<string> {
  return await realpath(await mkdtemp(join(tmpdir(), 'ferry-local-')));
}

async function open(confined: boolean): Promise<ContractSubject> {
  const folder = await temporaryFolder();
  const real = (path: string): string => (confined ? folder + toPlatformText(path) : toPlatformText(path));
  return {
    fileSystem: new LocalFileSystem(confined ? { root: folder } : {}),
    directory: confined ? '/' : toLocalPath(folder),
    hidden: async () =>
      (await readdir(folder, { recursive: true })).filter((path) => isTemporaryName(path.slice(path.lastIndexOf('/') + 1))),
    makeLink: async (path, target) => await symlink(target, real(path)),
    cleanup: async () => await rm(folder, { recursive: true, force: true }),
  };
}

const rawNames = process.platform === 'linux';
describeFileSystem('local, the whole computer', { open: () => open(false), chunkSize: 262_144, rawNames });
describeFileSystem('local, confined to a folder', { open: () => open(true), chunkSize: 262_144, rawNames });

describe('a piece of a file', () => {
  it.skipIf(process.platform === 'win32')(
    'is refused of a pipe at once, and of what a link in a confined folder leads to',
    async () => {
      const folder = await temporaryFolder();
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      await writeFile(join(folder, 'file'), 'hello');
      await symlink('file', join(folder, 'link'));
      const computer = new LocalFileSystem();
      const share = new LocalFileSystem({ root: folder });
      try {
        await expect(computer.read(toLocalPath(join(folder, 'pipe')), 0, 10)).rejects.toMatchObject({ code: 'not-a-file' });
        await expect(share.read('/pipe', 0, 10)).rejects.toMatchObject({ code: 'not-a-file' });
        await expect(share.read('/link', 0, 10)).rejects.toMatchObject({ code: 'not-a-file' });
        const range = await computer.read(toLocalPath(join(folder, 'link')), 1, 3);
        expect(Buffer.from(range.bytes).toString()).toBe('ell');
      } finally {
        await Promise.all([computer.close(), share.close()]);
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

  it('lies anywhere in a file of ten gigabytes', async () => {
    const folder = await temporaryFolder();
    const size = 10 * 1024 ** 3;
    const file = await fsOpen(join(folder, 'sparse'), 'w');
    await file.write(Buffer.from('the end'), 0, 7, size - 7);
    await file.close();
    const share = new LocalFileSystem({ root: folder });
    try {
      const range = await share.read('/sparse', size - 7, 262_144);
      expect(Buffer.from(range.bytes).toString()).toBe('the end');
      expect(range.size).toBe(size);
    } finally {
      await share.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('a confined folder', () => {
  it('lets nothing out by a link at the end or in the middle', async () => {
    const base = await temporaryFolder();
    const share = join(base, 'share');
    await mkdir(join(base, 'outside'));
    await mkdir(share);
    await writeFile(join(base, 'outside', 'secret'), 'kept');
    await symlink(join(base, 'outside'), join(share, 'out'));
    await symlink(join(base, 'outside', 'secret'), join(share, 'file'));
    const fileSystem = new LocalFileSystem({ root: share });
    try {
      await expect(fileSystem.stat('/out/secret')).rejects.toMatchObject({ code: 'not-a-directory' });
      await expect(fileSystem.makeDirectory('/out/new')).rejects.toMatchObject({ code: 'not-a-directory' });
      await expect(fileSystem.rename('/file', '/out/moved')).rejects.toMatchObject({ code: 'not-a-directory' });
      await expect(fileSystem.setAttributes('/file', { mode: 0o600 })).rejects.toMatchObject({ code: 'not-a-file' });
      for (const path of ['/../outside/secret', '/a/../../outside/secret', '/./file', '//file', '/file/', 'file', '/..']) {
        await expect(fileSystem.stat(path), path).rejects.toMatchObject({ code: 'name-invalid' });
      }
      expect((await fileSystem.stat('/out')).kind).toBe('symlink');
      expect((await fileSystem.stat('/out')).targetKind).toBeUndefined();
      const writer = openWriter(fileSystem);
      expect(await writer.write(1, '/out/planted', patternBytes(10))).toMatchObject({ error: { code: 'not-a-directory' } });
      expect(await writer.write(2, '/file', patternBytes(10), { existing: 'overwrite' })).toMatchObject({
        receipt: { size: 10 },
      });
      expect(await fileSystem.remove('/out', { recursive: true })).toBe(1);
      await expect(fileSystem.remove('/', { recursive: true })).rejects.toMatchObject({ code: 'permission-denied' });
      expect(await readdir(join(base, 'outside'))).toEqual(['secret']);
      expect(await readFile(join(base, 'outside', 'secret'), 'utf8')).toBe('kept');
    } finally {
      await fileSystem.close();
      await rm(base, { recursive: true });
    }
  });

  it('refuses every change when it is read-only, before a byte is written', async () => {
    const share = await temporaryFolder();
    await writeFile(join(share, 'file'), 'kept');
    const fileSystem = new LocalFileSystem({ root: share, readOnly: true });
    try {
      const denied = { code: 'permission-denied' };
      await expect(fileSystem.makeDirectory('/new')).rejects.toMatchObject(denied);
      await expect(fileSystem.rename('/file', '/other')).rejects.toMatchObject(denied);
      await expect(fileSystem.remove('/file')).rejects.toMatchObject(denied);
      await expect(fileSystem.setAttributes('/file', { modified: 0 })).rejects.toMatchObject(denied);
      const writer = openWriter(fileSystem);
      expect(await writer.write(1, '/file', patternBytes(10), { existing: 'overwrite' })).toMatchObject({ error: denied });
      expect(await writer.write(2, '/new', patternBytes(10), { key: 'a'.repeat(32) })).toMatchObject({ error: denied });
      expect(await readdir(share)).toEqual(['file']);
    } finally {
      await fileSystem.close();
      await rm(share, { recursive: true });
    }
  });

  it('hides temporary files and refuses their names', async () => {
    const share = await temporaryFolder();
    const name = `.ferry-${'0'.repeat(32)}.part`;
    await writeFile(join(share, name), 'x');
    const fileSystem = new LocalFileSystem({ root: share });
    try {
      for await (const page of fileSystem.list('/')) expect(page.entries).toEqual([]);
      await expect(fileSystem.stat(`/${name}`)).rejects.toMatchObject({ code: 'name-invalid' });
      await expect(fileSystem.remove(`/${name}`)).rejects.toMatchObject({ code: 'name-invalid' });
    } finally {
      await fileSystem.close();
      await rm(share, { recursive: true });
    }
  });
});

describe('a walk', () => {
  it('through many small folders lets others have their turn', async () => {
    const folder = await temporaryFolder();
    const share = new LocalFileSystem({ root: folder });
    for (let i = 0; i < 400; i++) {
      mkdirSync(join(folder, `d${i}`));
      for (let j = 0; j < 10; j++) writeFileSync(join(folder, `d${i}`, `f${j}`), '');
    }
    let turns = 0;
    const count = (): void => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    try {
      let entries = 0;
      for await (const page of share.walk('/')) entries += page.entries.length;
      expect(entries).toBe(4400);
      // Each takes a slice; none came when every folder began with one of its own.
      expect(turns).toBeGreaterThan(1);
    } finally {
      clearImmediate(next);
      await share.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
