import { describe, expect, it } from 'vitest';
import type { ContractContext } from './context.ts';
import { expectCode, needs } from './expect.ts';
import { openReader, openWriter, patternBytes, sha256, writeWhole } from './recorder.ts';

const largeSize = 8 * 1024 * 1024;

export function describeReading(context: ContractContext): void {
  const { at } = context;

  describe('pieces', () => {
    it('are what stands there, and end where the file ends', async (test) => {
      needs(test, context, 'read');
      const { fileSystem } = context;
      const bytes = patternBytes(300_000, 7);
      await writeWhole(fileSystem, at('file'), bytes, { modified: 1_600_000_000_000 });
      await writeWhole(fileSystem, at('empty'), new Uint8Array());
      const cases = [
        [0, 0],
        [0, 1],
        [1, 65_536],
        [100, 65_537],
        [12_345, 262_144],
        [299_990, 100],
        [300_000, 10],
        [Number.MAX_SAFE_INTEGER, 10],
      ] as const;
      for (const [offset, length] of cases) {
        const range = await fileSystem.read(at('file'), offset, length);
        expect(range).toMatchObject({ size: 300_000, modified: 1_600_000_000_000 });
        expect(Buffer.compare(range.bytes, bytes.subarray(offset, offset + length)), `${length} at ${offset}`).toBe(0);
      }
      expect(await fileSystem.read(at('empty'), 0, 100)).toMatchObject({ size: 0 });
    });

    it('show a file that is replaced as another one', async (test) => {
      needs(test, context, 'read');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('file'), patternBytes(10), { modified: 1_000_000 });
      const before = await fileSystem.read(at('file'), 0, 100);
      await writeWhole(fileSystem, at('file'), patternBytes(12), { modified: 2_000_000, existing: 'overwrite' });
      const after = await fileSystem.read(at('file'), 0, 100);
      expect([before.size, before.modified, after.size, after.modified]).toEqual([10, 1_000_000, 12, 2_000_000]);
    });

    it('are refused of what is no file, of what is missing, and when they are too large', async (test) => {
      needs(test, context, 'read', 'directories');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('file'), patternBytes(10));
      await fileSystem.makeDirectory(at('d'));
      await expectCode(fileSystem.read(at('d'), 0, 10), 'is-a-directory');
      await expectCode(fileSystem.read(at('missing'), 0, 10), 'not-found');
      await expectCode(fileSystem.read(at('file/below'), 0, 10), 'not-a-directory');
      await expectCode(fileSystem.read(at('../x'), 0, 10), 'name-invalid');
      await expectCode(fileSystem.read(at('file'), 0, 262_145), 'invalid-request');
      await expectCode(fileSystem.read(at('file'), -1, 10), 'invalid-request');
      await expectCode(fileSystem.read(at('file'), 0.5, 10), 'invalid-request');
      await expectCode(fileSystem.read(at('file'), 0, 10, { signal: AbortSignal.abort() }), 'cancelled');
      expect((await fileSystem.read(at('file'), 0, 10)).bytes).toHaveLength(10);
    });

    it('many at a time, each the right one', async (test) => {
      needs(test, context, 'read');
      const { fileSystem } = context;
      const bytes = patternBytes(1_000_000, 3);
      await writeWhole(fileSystem, at('file'), bytes);
      const offsets = Array.from({ length: 60 }, (_, i) => i * 16_000);
      const ranges = await Promise.all(offsets.map((offset) => fileSystem.read(at('file'), offset, 40_000)));
      for (const [index, offset] of offsets.entries()) {
        expect(Buffer.compare(ranges[index]?.bytes ?? Buffer.alloc(0), bytes.subarray(offset, offset + 40_000))).toBe(0);
      }
    });
  });

  describe('read lane', () => {
    it('gives what the asker has not, and tells where the rest is', async (test) => {
      needs(test, context, 'delta');
      const { fileSystem } = context;
      const old = patternBytes(2 * 1024 * 1024, 1);
      const bytes = Buffer.concat([patternBytes(1000, 2), old]);
      await writeWhole(fileSystem, at('old'), old);
      await writeWhole(fileSystem, at('new'), bytes);
      const { list } = await fileSystem.chunks(at('old'));
      const { lane, recorder, read } = openReader(fileSystem);
      const outcome = await read({ ticket: 1, path: at('new'), basis: list });
      const reused = outcome.reused.reduce((sum, { length }) => sum + length, 0);
      expect(reused).toBeGreaterThan(1024 * 1024);
      expect(outcome.reused.at(-1)).toMatchObject({ offset: old.length - (outcome.reused.at(-1)?.length ?? 0) });
      expect(outcome.parts.reduce((sum, part) => sum + part.length, 0)).toBe(bytes.length);
      expect(outcome.sha256).toEqual(sha256(bytes));
      expect(recorder.violations).toEqual([]);
      await lane.close();
    });

    it('gives files of every size around a chunk, whole and hashed', async () => {
      const { fileSystem } = context;
      const chunk = context.options.chunkSize ?? 256 * 1024;
      const sizes = [0, 1, 1023, 1024, 1025, chunk - 1, chunk, chunk + 1, 3 * chunk + 7];
      for (const size of sizes) await writeWhole(fileSystem, at(`f${size}`), patternBytes(size, size + 1));
      const { lane, recorder, read } = openReader(fileSystem);
      const outcomes = await Promise.all(sizes.map((size, ticket) => read({ ticket, path: at(`f${size}`) })));
      for (const [index, outcome] of outcomes.entries()) {
        const bytes = patternBytes(sizes[index] ?? 0, (sizes[index] ?? 0) + 1);
        expect(outcome.error).toBeUndefined();
        expect(outcome.offset).toBe(0);
        expect(sha256(Buffer.concat(outcome.parts))).toEqual(sha256(bytes));
        if (fileSystem.features.verifiedWrites) {
          expect(outcome.attributes?.size).toBe(bytes.length);
          expect(Buffer.from(outcome.sha256 ?? [])).toEqual(sha256(bytes));
        }
      }
      expect(recorder.violations).toEqual([]);
      await lane.close();
    });

    it('gives many small files one behind the other', async () => {
      const { fileSystem } = context;
      const count = context.options.smallFiles ?? 2000;
      const writer = openWriter(fileSystem);
      for (let i = 0; i < count; i++) {
        await writer.recorder.room(writer.lane);
        const bytes = patternBytes(i % 300, i + 1);
        writer.lane.open(writer.request(i, at(`f${i}`), bytes));
        if (bytes.length > 0) writer.lane.write(i, bytes);
        writer.lane.commit(i, sha256(bytes));
      }
      writer.lane.flush();
      for (let i = 0; i < count; i++) expect((await writer.recorder.end(i)).error).toBeUndefined();
      await writer.lane.close();
      const { lane, recorder, read } = openReader(fileSystem);
      const outcomes = await Promise.all(Array.from({ length: count }, (_, ticket) => read({ ticket, path: at(`f${ticket}`) })));
      for (const outcome of outcomes) {
        expect(outcome.error).toBeUndefined();
        expect(Buffer.concat(outcome.parts).equals(patternBytes(outcome.ticket % 300, outcome.ticket + 1))).toBe(true);
      }
      expect(recorder.violations).toEqual([]);
      await lane.close();
    });

    it('fails what is missing or no file, and goes on with the rest', async () => {
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('one'), patternBytes(10));
      await writeWhole(fileSystem, at('two'), patternBytes(20));
      const { lane, recorder, read } = openReader(fileSystem);
      const first = read({ ticket: 1, path: at('one') });
      const missing = read({ ticket: 2, path: at('missing') });
      const directory = fileSystem.features.directories ? read({ ticket: 3, path: context.subject.directory }) : undefined;
      const last = read({ ticket: 4, path: at('two') });
      expect((await first).error).toBeUndefined();
      expect((await missing).error?.code).toBe('not-found');
      expect(['is-a-directory', 'not-a-file', undefined]).toContain((await directory)?.error?.code);
      if (directory !== undefined) expect((await directory).error).toBeDefined();
      expect(Buffer.concat((await last).parts)).toHaveLength(20);
      expect(recorder.violations).toEqual([]);
      expect(recorder.brokenWith).toBeUndefined();
      await lane.close();
    });

    it('cancels one ticket and goes on with the others', async () => {
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('large'), patternBytes(largeSize));
      for (let i = 0; i < 20; i++) await writeWhole(fileSystem, at(`f${i}`), patternBytes(100 + i));
      const { lane, recorder, read } = openReader(fileSystem);
      recorder.onData = (ticket) => {
        if (ticket === 100) lane.cancel(100);
      };
      const before = Array.from({ length: 10 }, (_, i) => read({ ticket: i, path: at(`f${i}`) }));
      const large = read({ ticket: 100, path: at('large') });
      const queued = read({ ticket: 101, path: at('large') });
      const after = Array.from({ length: 10 }, (_, i) => read({ ticket: 10 + i, path: at(`f${10 + i}`) }));
      lane.cancel(101);
      lane.cancel(12_345);
      expect((await large).error?.code).toBe('cancelled');
      expect((await queued).error?.code).toBe('cancelled');
      for (const outcome of await Promise.all([...before, ...after])) {
        expect(outcome.error).toBeUndefined();
        expect(Buffer.concat(outcome.parts)).toHaveLength(100 + outcome.ticket);
      }
      await lane.close();
      expect([...recorder.outcomes.values()].filter((outcome) => outcome.extra > 0)).toEqual([]);
    });

    it('stops the flow when paused and carries on when resumed', async () => {
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('large'), patternBytes(largeSize));
      const { lane, recorder, read } = openReader(fileSystem);
      let paused = false;
      let received = 0;
      recorder.onData = (_, bytes) => {
        received += bytes.length;
        if (!paused) lane.pause();
        paused = true;
      };
      const end = read({ ticket: 1, path: at('large') });
      await expect.poll(() => paused).toBe(true);
      await pause(250);
      const stopped = received;
      await pause(150);
      expect(received).toBe(stopped);
      lane.resume();
      const outcome = await end;
      expect(outcome.error).toBeUndefined();
      expect(sha256(Buffer.concat(outcome.parts))).toEqual(sha256(patternBytes(largeSize)));
      await lane.close();
    });

    it('ends every ticket with cancelled when it is closed', async () => {
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('large'), patternBytes(largeSize));
      const { lane, recorder, read } = openReader(fileSystem);
      recorder.onOpened = () => lane.pause();
      const ends = [1, 2, 3].map((ticket) => read({ ticket, path: at('large') }));
      await expect.poll(() => recorder.outcomes.get(1)?.attributes, { timeout: 5000 }).toBeDefined();
      await lane.close();
      await lane.close();
      const codes = (await Promise.all(ends)).map((outcome) => outcome.error?.code);
      expect(codes.slice(1)).toEqual(['cancelled', 'cancelled']);
      await pause(50);
      expect([...recorder.outcomes.values()].filter((outcome) => outcome.extra > 0)).toEqual([]);
      expect(recorder.brokenWith).toBeUndefined();
      expect((await read({ ticket: 9, path: at('large') })).error).toBeDefined();
    });

    it('serves several lanes and single operations at a time', async (test) => {
      needs(test, context, 'directories');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('large'), patternBytes(largeSize));
      const readers = [openReader(fileSystem), openReader(fileSystem)];
      const ends = readers.map((reader) => reader.read({ ticket: 1, path: at('large') }));
      expect((await fileSystem.stat(at('large'))).size).toBe(largeSize);
      for (const outcome of await Promise.all(ends)) {
        expect(sha256(Buffer.concat(outcome.parts))).toEqual(sha256(patternBytes(largeSize)));
      }
      await Promise.all(readers.map((reader) => reader.lane.close()));
    });
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
