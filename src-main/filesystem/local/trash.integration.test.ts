import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { LocalFileSystem } from './localFileSystem.ts';
import { hasTrash } from './trash.ts';

const user = process.getuid?.() ?? 0;

describe.runIf(hasTrash)('the trash', () => {
  let folder: string;
  let trash: string;
  let mounted: string | undefined;
  const fileSystem = new LocalFileSystem();
  const inside = (...parts: string[]): string => join(folder, ...parts);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferry-trash-'));
    trash = join(folder, 'data/Trash');
    vi.stubEnv('XDG_DATA_HOME', join(folder, 'data'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    if (mounted !== undefined) execFileSync('umount', [mounted]);
    mounted = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  it('takes a file with the note of where it was, readable by its owner only', async () => {
    await writeFile(inside('letter ü.txt'), 'kept');
    const before = Date.now();
    const trashed = await fileSystem.trash(inside('letter ü.txt'));
    expect(trashed).toEqual({ path: join(trash, 'files/letter ü.txt'), note: join(trash, 'info/letter ü.txt.trashinfo') });
    expect(await readFile(trashed.path, 'utf8')).toBe('kept');
    expect(await readdir(folder)).toEqual(['data']);
    const [heading, path, date] = (await readFile(trashed.note, 'utf8')).split('\n');
    expect(heading).toBe('[Trash Info]');
    expect(path).toBe(`Path=${folder}/letter%20%C3%BC.txt`);
    const time = new Date(date?.replace('DeletionDate=', '') ?? '').getTime();
    expect(Math.abs(time - before)).toBeLessThan(5000);
    for (const part of ['', 'files', 'info']) expect((await stat(join(trash, part))).mode & 0o777).toBe(0o700);
  });

  it('keeps everything of one name apart, and takes folders whole and links as links', async () => {
    for (const content of ['one', 'two', 'three']) {
      await writeFile(inside('same.txt'), content);
      await fileSystem.trash(inside('same.txt'));
    }
    await mkdir(inside('full/of'), { recursive: true });
    await writeFile(inside('full/of/things'), 'x');
    await symlink('full', inside('link'));
    await fileSystem.trash(inside('link'));
    await fileSystem.trash(inside('full'));
    const names = await readdir(join(trash, 'files'));
    expect(names.toSorted()).toEqual(['full', 'link', 'same.2.txt', 'same.3.txt', 'same.txt']);
    expect(await readFile(join(trash, 'files/same.2.txt'), 'utf8')).toBe('two');
    expect(await readlink(join(trash, 'files/link'))).toBe('full');
    expect(await readFile(join(trash, 'files/full/of/things'), 'utf8')).toBe('x');
    expect((await readdir(join(trash, 'info'))).toSorted()).toEqual(names.toSorted().map((name) => `${name}.trashinfo`));
  });

  it('never replaces what lies there without a note', async () => {
    await mkdir(join(trash, 'files'), { recursive: true });
    await writeFile(join(trash, 'files/a'), 'another’s');
    await writeFile(inside('a'), 'mine');
    expect((await fileSystem.trash(inside('a'))).path).toBe(join(trash, 'files/a.2'));
    expect(await readFile(join(trash, 'files/a'), 'utf8')).toBe('another’s');
    expect(await readdir(join(trash, 'info'))).toEqual(['a.2.trashinfo']);
  });

  it('tells the real place of what was reached through a link, and keeps bytes that are no text', async () => {
    await mkdir(inside('real'));
    await symlink('real', inside('way'));
    const name = Buffer.concat([Buffer.from(inside('real/raw')), Buffer.from([0xff])]);
    await writeFile(name, 'raw');
    const { note } = await fileSystem.trash(inside('way/raw\udcff'));
    const noteBytes = Buffer.concat([Buffer.from(join(trash, 'info/raw')), Buffer.from([0xff]), Buffer.from('.trashinfo')]);
    expect(note).toBe(join(trash, 'info/raw\udcff.trashinfo'));
    expect(await readFile(noteBytes, 'utf8')).toContain(`Path=${inside('real/raw')}%FF\n`);
    expect(await readdir(inside('real'))).toEqual([]);
  });

  it('takes neither what is in it nor what holds it, and leaves no note of what it did not take', async () => {
    await writeFile(inside('a'), '');
    const { path } = await fileSystem.trash(inside('a'));
    await expect(fileSystem.trash(path)).rejects.toMatchObject({ code: 'unsupported' });
    await expect(fileSystem.trash(inside('data'))).rejects.toMatchObject({ code: 'unsupported' });
    await expect(fileSystem.trash(inside('missing'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(fileSystem.trash('/')).rejects.toMatchObject({ code: 'permission-denied' });
    expect(await readdir(join(trash, 'info'))).toEqual(['a.trashinfo']);
  });

  it('is no part of a shared folder', async () => {
    await writeFile(inside('a'), '');
    const shared = new LocalFileSystem({ root: folder });
    onTestFinished(() => shared.close());
    expect(shared.features.trash).toBe(false);
    await expect(shared.trash('/a')).rejects.toMatchObject({ code: 'unsupported' });
    expect(await readdir(folder)).toEqual(['a']);
  });

  it.runIf(process.platform === 'linux' && user === 0)('lies on the entry’s own volume', async (test) => {
    const volume = inside('volume');
    await mkdir(volume);
    try {
      execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', volume], { stdio: 'ignore' });
    } catch {
      return test.skip();
    }
    mounted = volume;
    await mkdir(join(volume, 'sub'));
    for (const name of ['a', 'b', 'c', 'd']) await writeFile(join(volume, 'sub', name), name);

    const own = join(volume, `.Trash-${user}`);
    const first = await fileSystem.trash(join(volume, 'sub/a'));
    expect(first.path).toBe(join(own, 'files/a'));
    expect(await readFile(first.note, 'utf8')).toContain('\nPath=sub/a\n');
    expect((await lstat(own)).mode & 0o777).toBe(0o700);

    // One that everyone shares goes first, when nobody could remove another's from it.
    const shared = join(volume, '.Trash');
    await mkdir(shared);
    expect((await fileSystem.trash(join(volume, 'sub/b'))).path).toBe(join(own, 'files/b'));
    await chmod(shared, 0o1777);
    expect((await fileSystem.trash(join(volume, 'sub/c'))).path).toBe(join(shared, String(user), 'files/c'));

    // Without a place for one nothing is copied to another volume: the entry stays where it is.
    await rm(shared, { recursive: true });
    await rm(own, { recursive: true });
    await symlink(folder, own);
    await expect(fileSystem.trash(join(volume, 'sub/d'))).rejects.toMatchObject({ code: 'unsupported' });
    expect(await readdir(join(volume, 'sub'))).toEqual(['d']);
  });
});
