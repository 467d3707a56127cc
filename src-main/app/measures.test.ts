import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { Measures } from './measures.ts';

describe('measuring', () => {
  it('counts what is below a folder, and can be stopped', async () => {
    const files = new MemoryFileSystem();
    await files.makeDirectory('/a/b/c', { parents: true });
    await files.makeDirectory('/d');
    const measures = new Measures(() => files);
    const at = (path: string) => ({ endpoint: 'local', path });
    expect(await measures.measure(1, [at('/a'), at('/d')])).toEqual({ files: 0, folders: 4, bytes: 0, unreadable: 0 });
    const stopped = measures.measure(2, [at('/a')]);
    measures.stop(2);
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    await expect(measures.measure(3, [at('/gone')])).rejects.toMatchObject({ code: 'not-found' });
  });
});
