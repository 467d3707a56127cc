import { describe, expect, it } from 'vitest';
import type { ContractContext } from './context.ts';
import type { PartialFile } from '../fileSystem.ts';
import { expectNothingHidden, needs } from './expect.ts';
import { listAll, openReader, openWriter, patternBytes, readWhole, sha256, writeWhole } from './recorder.ts';

const size = 8 * 1024 * 1024;
const key = '0123456789abcdef0123456789abcdef';

export function describeResume(context: ContractContext): void {
  const { at } = context;

  /** Sends a part of the file, aborts and keeps it. */
  async function interrupt(path: string, bytes: Uint8Array, sent: number): Promise<PartialFile | undefined> {
    const { lane, recorder, request, send } = openWriter(context.fileSystem);
    lane.open(request(1, path, bytes, { key, existing: 'overwrite' }));
    await send(1, bytes, 0, sent);
    lane.abort(1, true);
    expect((await recorder.end(1)).error?.code).toBe('cancelled');
    await lane.close();
    return context.fileSystem.partial(path, key);
  }

  describe('resume', () => {
    it('keeps what has arrived under its key, hidden from listings', async (test) => {
      needs(test, context, 'resume');
      const { fileSystem } = context;
      const bytes = patternBytes(size);
      const partial = await interrupt(at('file'), bytes, 5_000_000);
      expect(partial?.size).toBeGreaterThan(0);
      expect(partial?.size).toBeLessThanOrEqual(5_000_000);
      const { size: reached, blockSize, prefixes } = partial ?? { size: 0, blockSize: 1, prefixes: [] };
      expect(prefixes).toHaveLength(Math.ceil(reached / blockSize));
      for (const [index, prefix] of prefixes.entries()) {
        expect(Buffer.from(prefix)).toEqual(sha256(bytes.subarray(0, Math.min((index + 1) * blockSize, reached))));
      }
      expect((await listAll(fileSystem, context.subject.directory)).names).toEqual([]);
      expect(await fileSystem.partial(at('file'), 'f'.repeat(32))).toBeUndefined();
      expect(await fileSystem.partial(at('other'), key)).toBeUndefined();
    });

    it('goes on from there, and the whole file is verified', async (test) => {
      needs(test, context, 'resume');
      const { fileSystem } = context;
      const bytes = patternBytes(size);
      await writeWhole(fileSystem, at('source'), bytes);
      const partial = await interrupt(at('file'), bytes, 5_000_000);
      if (partial === undefined) throw new Error('nothing was kept');
      const reader = openReader(fileSystem);
      const source = await reader.read({ ticket: 1, path: at('source'), resume: partial });
      await reader.lane.close();
      expect(source.error).toBeUndefined();
      expect(source.offset).toBe(partial.size);
      expect(Buffer.concat(source.parts)).toHaveLength(size - partial.size);
      expect(Buffer.from(source.sha256 ?? [])).toEqual(sha256(bytes));
      const { lane, write } = openWriter(fileSystem);
      const outcome = await write(2, at('file'), bytes, { key, offset: partial.size });
      await lane.close();
      expect(outcome.error).toBeUndefined();
      expect(outcome.receipt).toEqual({ size, sha256: sha256(bytes).toString('hex'), verified: true });
      expect(sha256(await readWhole(fileSystem, at('file')))).toEqual(sha256(bytes));
      expect(await fileSystem.partial(at('file'), key)).toBeUndefined();
      await expectNothingHidden(context);
    });

    it('moves back to the last block that agrees when the source has changed', async (test) => {
      needs(test, context, 'resume');
      const { fileSystem } = context;
      const bytes = patternBytes(size);
      const partial = await interrupt(at('file'), bytes, 5_000_000);
      if (partial === undefined) throw new Error('nothing was kept');
      const changedAt = partial.blockSize < partial.size ? partial.blockSize + 5 : 0;
      const changed = bytes.slice();
      changed[changedAt] = (changed[changedAt] ?? 0) ^ 1;
      await writeWhole(fileSystem, at('source'), changed);
      const reader = openReader(fileSystem);
      const source = await reader.read({ ticket: 1, path: at('source'), resume: partial });
      await reader.lane.close();
      expect(source.offset).toBe(Math.floor(changedAt / partial.blockSize) * partial.blockSize);
      expect(Buffer.from(source.sha256 ?? [])).toEqual(sha256(changed));
      const { lane, write } = openWriter(fileSystem);
      const outcome = await write(2, at('file'), changed, { key, offset: source.offset });
      await lane.close();
      expect(outcome.receipt?.sha256).toBe(sha256(changed).toString('hex'));
      expect(sha256(await readWhole(fileSystem, at('file')))).toEqual(sha256(changed));
    });

    it('begins at 0 when the source is shorter or another file', async (test) => {
      needs(test, context, 'resume');
      const { fileSystem } = context;
      const partial = await interrupt(at('file'), patternBytes(size), 5_000_000);
      if (partial === undefined) throw new Error('nothing was kept');
      await writeWhole(fileSystem, at('short'), patternBytes(100));
      await writeWhole(fileSystem, at('other'), patternBytes(size, 9));
      const reader = openReader(fileSystem);
      for (const [ticket, name] of ['short', 'other'].entries()) {
        const outcome = await reader.read({ ticket, path: at(name), resume: partial });
        expect(outcome.error).toBeUndefined();
        expect(outcome.offset).toBe(0);
      }
      await reader.lane.close();
    });

    it('refuses an offset that the partial file does not reach, and keys that are none', async (test) => {
      needs(test, context, 'resume');
      const { fileSystem } = context;
      const bytes = patternBytes(size);
      const partial = await interrupt(at('file'), bytes, 1_000_000);
      const { lane, write } = openWriter(fileSystem);
      const beyond = await write(1, at('file'), bytes, { key, offset: (partial?.size ?? 0) + 1 });
      expect(beyond.error?.code).toBe('offset-conflict');
      const unknown = await write(2, at('file'), bytes, { key: 'f'.repeat(32), offset: 10 });
      expect(unknown.error?.code).toBe('offset-conflict');
      for (const [index, bad] of ['../../x', 'x', '', '0'.repeat(33), `${'0'.repeat(31)}/`].entries()) {
        const outcome = await write(10 + index, at('file'), bytes, { key: bad });
        expect(outcome.error?.code).toBe('invalid-request');
      }
      await lane.close();
      expect((await listAll(fileSystem, context.subject.directory)).names).toEqual([]);
    });

    it('keeps nothing of an aborted write when it is not asked to', async (test) => {
      needs(test, context, 'resume');
      const { fileSystem } = context;
      const bytes = patternBytes(size);
      const { lane, recorder, request, send } = openWriter(fileSystem);
      lane.open(request(1, at('file'), bytes, { key }));
      await send(1, bytes, 0, 3_000_000);
      lane.abort(1, false);
      expect((await recorder.end(1)).error?.code).toBe('cancelled');
      await lane.close();
      expect(await fileSystem.partial(at('file'), key)).toBeUndefined();
      await expectNothingHidden(context);
    });

    it('removes a partial file that is taken up again and dropped', async (test) => {
      needs(test, context, 'resume');
      const { fileSystem } = context;
      const bytes = patternBytes(size);
      expect(await interrupt(at('file'), bytes, 3_000_000)).toBeDefined();
      const { lane, recorder, request } = openWriter(fileSystem);
      lane.open(request(1, at('file'), new Uint8Array(), { key, existing: 'overwrite' }));
      lane.abort(1, false);
      lane.flush();
      expect((await recorder.end(1)).error?.code).toBe('cancelled');
      await lane.close();
      expect(await fileSystem.partial(at('file'), key)).toBeUndefined();
      await expectNothingHidden(context);
    });

    it('goes on behind a file that stands, which stays as it is until the write ends', async (test) => {
      needs(test, context, 'adopt');
      const { fileSystem } = context;
      const bytes = patternBytes(size);
      const begun = bytes.subarray(0, 5_000_000);
      await writeWhole(fileSystem, at('file'), begun);
      const partial = await fileSystem.adopt(at('file'), key);
      expect(partial.size).toBe(begun.length);
      expect(Buffer.from(partial.prefixes.at(-1) ?? [])).toEqual(sha256(begun));
      expect((await listAll(fileSystem, context.subject.directory)).names).toEqual(['file']);
      const { lane, recorder, request, send } = openWriter(fileSystem);
      lane.open(request(1, at('file'), bytes, { key, offset: begun.length, existing: 'overwrite' }));
      await send(1, bytes, begun.length, size);
      expect((await readWhole(fileSystem, at('file'))).length).toBe(begun.length);
      lane.commit(1, sha256(bytes));
      lane.flush();
      expect((await recorder.end(1)).receipt?.sha256).toBe(sha256(bytes).toString('hex'));
      await lane.close();
      expect(sha256(await readWhole(fileSystem, at('file')))).toEqual(sha256(bytes));
      await expectNothingHidden(context);
    });

    it('goes on behind nothing but a file, and leaves nothing then', async (test) => {
      needs(test, context, 'adopt');
      const { fileSystem } = context;
      await fileSystem.makeDirectory(at('folder'));
      await expect(fileSystem.adopt(at('missing'), key)).rejects.toMatchObject({ code: 'not-found' });
      await expect(fileSystem.adopt(at('folder'), key)).rejects.toMatchObject({ code: 'is-a-directory' });
      await expectNothingHidden(context);
    });
  });
}
