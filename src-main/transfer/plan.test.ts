import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import { joinPath } from '../../src-shared/model/path.ts';
import type { FileSystem, WalkPage } from '../filesystem/fileSystem.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { plan, type PlanRequest } from './plan.ts';
import { put } from './queue.testing.ts';

async function planned(source: FileSystem, changes: Partial<PlanRequest> = {}) {
  const files: string[] = [];
  const empty: string[] = [];
  const refused: string[] = [];
  const directories: string[] = [];
  await plan(
    {
      source,
      sameEndpoint: false,
      from: ['/d'],
      to: '/in',
      keepBoth: false,
      targetNameProblem: () => undefined,
      signal: new AbortController().signal,
      ...changes,
    },
    {
      file: (directory, name, targetName) =>
        files.push(`${joinPath(directory.from, name)} > ${joinPath(directory.to, targetName)}`),
      emptyDirectory: (directory, _, targetName) => empty.push(joinPath(directory.to, targetName)),
      refused: (directory, name, kind, state, error) =>
        refused.push(`${state} ${kind} ${joinPath(directory.from, name)} ${error.code}`),
      directory: (path) => directories.push(path),
    },
  );
  return { files, empty, refused, directories };
}

function entry(name: string, kind: Entry['kind'] = 'file'): Entry {
  return { name, kind, size: 1, modified: 0 };
}

/** A file system whose walk says what the test wants. */
function lying(pages: readonly WalkPage[]): FileSystem {
  const honest = new MemoryFileSystem();
  honest.tree.makeDirectory('/d', false);
  return Object.assign(honest, {
    async *walk() {
      yield* pages;
    },
  });
}

describe('plan', () => {
  it('tells files as they are found, empty directories at the end', async () => {
    const source = new MemoryFileSystem();
    for (const path of ['/d/a', '/d/b/c', '/d/b/d/e']) put(source, path, new Uint8Array(1));
    source.tree.makeDirectory('/d/empty/inner', true);
    source.tree.put('/d/b/link', source.tree.newLink('/'));
    const { files, empty, refused, directories } = await planned(source);
    expect(files.toSorted()).toEqual(['/d/a > /in/d/a', '/d/b/c > /in/d/b/c', '/d/b/d/e > /in/d/b/d/e']);
    expect(empty).toEqual(['/in/d/empty/inner']);
    expect(refused).toEqual(['skipped file /d/b/link not-a-file']);
    expect(directories.toSorted()).toEqual(['/in/d', '/in/d/b', '/in/d/b/d', '/in/d/empty', '/in/d/empty/inner']);
  });

  it('makes a directory that holds nothing but what is not copied', async () => {
    const source = new MemoryFileSystem();
    source.tree.makeDirectory('/d', false);
    source.tree.put('/d/link', source.tree.newLink('/'));
    expect((await planned(source)).empty).toEqual(['/in/d']);
  });

  it('shares one pair of paths between the files of a directory', async () => {
    const source = new MemoryFileSystem();
    for (let i = 0; i < 100; i++) put(source, `/d/f${i}`, new Uint8Array(1));
    const pairs = new Set<unknown>();
    await plan(
      {
        source,
        sameEndpoint: false,
        from: ['/d'],
        to: '/in',
        keepBoth: false,
        targetNameProblem: () => undefined,
        signal: new AbortController().signal,
      },
      { file: (directory) => pairs.add(directory), emptyDirectory: () => {}, refused: () => {}, directory: () => {} },
    );
    expect(pairs.size).toBe(1);
  });

  it('never forms a path outside from names that a listing brings', async () => {
    const names = ['../x', '..', '.', '', '/abs', 'a/b', 'nul\0', '../../.bashrc'];
    const pages: WalkPage[] = [
      {
        directory: '',
        entries: [...names.map((name) => entry(name)), entry('good'), entry('..', 'directory'), entry('a/b', 'directory')],
      },
      { directory: '..', entries: [entry('secret')] },
      { directory: 'a/b', entries: [entry('secret')] },
      { directory: '../..', entries: [entry('secret')] },
      { directory: 'never/named', entries: [entry('secret')] },
    ];
    const { files, refused } = await planned(lying(pages));
    expect(files).toEqual(['/d/good > /in/d/good']);
    expect(refused.filter((line) => line.includes('name-invalid')).length).toBeGreaterThanOrEqual(names.length + 2);
  });

  it('keeps names that the target can not have out, with what is below them', async () => {
    const source = new MemoryFileSystem();
    for (const path of ['/d/CON', '/d/a:b/inner', '/d/fine']) put(source, path, new Uint8Array(1));
    const { files, refused } = await planned(source, {
      targetNameProblem: (name) => (/[:]|^CON$/.test(name) ? 'no' : undefined),
    });
    expect(files).toEqual(['/d/fine > /in/d/fine']);
    expect(refused.toSorted()).toEqual(['failed directory /d/a:b name-invalid', 'failed file /d/CON name-invalid']);
  });

  it('goes on when a directory can not be read, and tells it', async () => {
    const { files, refused } = await planned(
      lying([
        { directory: '', entries: [entry('closed', 'directory'), entry('open', 'directory')] },
        { directory: 'closed', entries: [], error: new AppError('permission-denied', 'no') },
        { directory: 'open', entries: [entry('f')] },
      ]),
    );
    expect(files).toEqual(['/d/open/f > /in/d/open/f']);
    expect(refused).toEqual(['failed directory /d/closed permission-denied']);
  });

  it('looks up many entries of one directory with one listing', async () => {
    const source = new MemoryFileSystem({ latency: 5 });
    const paths = Array.from({ length: 2000 }, (_, i) => `/many/f${i}`);
    for (const path of paths) put(source, path, new Uint8Array(1));
    const listed = vi.spyOn(source, 'list');
    const looked = vi.spyOn(source, 'stat');
    const { files, refused } = await planned(source, { from: [...paths, '/many/missing'] });
    expect(listed).toHaveBeenCalledTimes(1);
    expect(looked.mock.calls.length).toBeLessThan(10);
    expect(files).toHaveLength(2000);
    expect(refused).toEqual(['failed file /many/missing not-found']);
  });

  it('refuses a folder into itself, and a file onto itself unless both are kept', async () => {
    const source = new MemoryFileSystem();
    put(source, '/d/f', new Uint8Array(1));
    const same = { sameEndpoint: true } as const;
    expect((await planned(source, { ...same, to: '/d' })).refused).toEqual(['failed directory /d invalid-request']);
    expect((await planned(source, { ...same, to: '/' })).refused).toEqual(['failed directory /d invalid-request']);
    expect((await planned(source, { ...same, to: '/', name: 'dd' })).files).toEqual(['/d/f > /dd/f']);
    expect((await planned(source, { ...same, from: ['/d/f'], to: '/d' })).refused).toEqual(['failed file /d/f invalid-request']);
    expect((await planned(source, { ...same, from: ['/d/f'], to: '/d', keepBoth: true })).files).toEqual(['/d/f > /d/f']);
    source.tree.makeDirectory('/d (2)', false);
    const beside = await planned(source, { ...same, to: '/', keepBoth: true });
    expect(beside).toEqual({ files: ['/d/f > /d (3)/f'], empty: [], refused: [], directories: ['/d (3)'] });
    expect((await planned(source, { ...same, to: '/d', keepBoth: true })).refused).toEqual([
      'failed directory /d invalid-request',
    ]);
  });

  it('ends when it is told to', async () => {
    const source = new MemoryFileSystem({ latency: 5, pageSize: 1 });
    for (let i = 0; i < 200; i++) put(source, `/d/f${i}`, new Uint8Array(1));
    const abort = new AbortController();
    setTimeout(() => abort.abort(new AppError('cancelled', 'enough')), 30);
    await expect(planned(source, { signal: abort.signal })).rejects.toThrow('enough');
  });
});
