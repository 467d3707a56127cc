import { describe, expect, it } from 'vitest';
import type { ContractContext } from './context.ts';
import { expectNothingHidden, needs } from './expect.ts';
import { listAll, openWriter, patternBytes, readWhole, sha256, writeWhole } from './recorder.ts';

const largeSize = 8 * 1024 * 1024;

export function describeWriting(context: ContractContext): void {
  const { at } = context;

  describe('write lane', () => {
    it('gives a receipt for each file, with the hash of what stands there', async () => {
      const { fileSystem } = context;
      const { lane, write } = openWriter(fileSystem);
      for (const [ticket, size] of [0, 1, 1000, 300_000].entries()) {
        const bytes = patternBytes(size, size + 1);
        const outcome = await write(ticket, at(`f${size}`), bytes);
        expect(outcome.error).toBeUndefined();
        expect(outcome.receipt).toMatchObject({ size, verified: fileSystem.features.verifiedWrites });
        if (fileSystem.features.verifiedWrites) expect(outcome.receipt?.sha256).toBe(sha256(bytes).toString('hex'));
        expect(Buffer.from(await readWhole(fileSystem, at(`f${size}`))).equals(bytes)).toBe(true);
      }
      await lane.close();
      await expectNothingHidden(context);
    });

    it('acknowledges a large file while it grows', async () => {
      const { fileSystem } = context;
      const { lane, write } = openWriter(fileSystem);
      const bytes = patternBytes(largeSize);
      const outcome = await write(1, at('large'), bytes);
      expect(outcome.error).toBeUndefined();
      expect(outcome.receipt?.size).toBe(largeSize);
      expect(outcome.acknowledged.length).toBeGreaterThan(0);
      expect(outcome.acknowledged).toEqual(outcome.acknowledged.toSorted((a, b) => a - b));
      expect(outcome.acknowledged.at(-1)).toBeLessThanOrEqual(largeSize);
      expect(sha256(await readWhole(fileSystem, at('large')))).toEqual(sha256(bytes));
      await lane.close();
    });

    it('tells that there is room again whoever has heard that there was none, whatever he has heard since', async () => {
      const { fileSystem } = context;
      const { lane, recorder, request } = openWriter(fileSystem);
      const bytes = patternBytes(largeSize);
      for (let round = 0; round < 6; round++) {
        let full = false;
        const relieved = recorder.relieved();
        lane.open(request(2 * round, at(`large${round}`), bytes));
        for (let from = 0; from < bytes.length; from += 256 * 1024) {
          lane.write(2 * round, bytes.subarray(from, from + 256 * 1024));
          full = lane.congested || full;
        }
        lane.commit(2 * round, sha256(bytes));
        lane.open(request(2 * round + 1, at(`small${round}`), bytes.subarray(0, 10)));
        full = lane.congested || full;
        lane.write(2 * round + 1, bytes.subarray(0, 10));
        full = lane.congested || full;
        lane.commit(2 * round + 1, sha256(bytes.subarray(0, 10)));
        lane.flush();
        if (full) await relieved;
        expect((await recorder.end(2 * round)).error).toBeUndefined();
        expect((await recorder.end(2 * round + 1)).error).toBeUndefined();
      }
      await lane.close();
    });

    it('takes holes for the zeros they stand for', async () => {
      const { fileSystem } = context;
      const { lane, recorder, request } = openWriter(fileSystem);
      // The original classic server takes a kilobyte at a time, and large files are like all others to it.
      const MiB = fileSystem.features.verifiedWrites ? 1024 * 1024 : 64 * 1024;
      const island = patternBytes(100_000);
      for (const [ticket, [before, behind]] of [
        [65_536, 0],
        [0, 9 * MiB],
        [9 * MiB + 7, 20 * MiB],
      ].entries()) {
        const path = at(`sparse${ticket}`);
        const bytes = Buffer.concat([Buffer.alloc(before ?? 0), island, Buffer.alloc(behind ?? 0)]);
        const end = recorder.end(ticket);
        lane.open(request(ticket, path, bytes));
        lane.hole(ticket, before ?? 0);
        lane.write(ticket, island);
        lane.hole(ticket, behind ?? 0);
        await recorder.room(lane);
        lane.commit(ticket, sha256(bytes));
        lane.flush();
        const outcome = await end;
        expect(outcome.error).toBeUndefined();
        expect(outcome.receipt?.size).toBe(bytes.length);
        expect(outcome.acknowledged).toEqual(outcome.acknowledged.toSorted((a, b) => a - b));
        expect(sha256(await readWhole(fileSystem, path))).toEqual(sha256(bytes));
      }
      await lane.close();
      await expectNothingHidden(context);
    });

    it('takes pieces of what is there, and nothing when that is another file by now', async (test) => {
      needs(test, context, 'delta');
      const { fileSystem } = context;
      const old = patternBytes(2 * 1024 * 1024, 1);
      const island = patternBytes(1000, 2);
      await writeWhole(fileSystem, at('file'), old);
      const { identity } = await fileSystem.chunks(at('file'));
      const { lane, recorder, request } = openWriter(fileSystem);
      const bytes = Buffer.concat([old.subarray(700_000), island, old.subarray(5, 600_005)]);
      for (const [ticket, error] of [undefined, 'offset-conflict'].entries()) {
        const end = recorder.end(ticket);
        lane.open({ ...request(ticket, at('file'), bytes, { existing: 'overwrite' }), basis: identity });
        lane.reuse(ticket, 700_000, old.length - 700_000);
        lane.write(ticket, island);
        lane.reuse(ticket, 5, 600_000);
        lane.commit(ticket, sha256(bytes));
        lane.flush();
        expect((await end).error?.code).toBe(error);
        expect(sha256(await readWhole(fileSystem, at('file')))).toEqual(sha256(bytes));
      }
      await lane.close();
      await expectNothingHidden(context);
    });

    it('refuses contents with another hash, keeps the old ones and leaves nothing behind', async (test) => {
      needs(test, context, 'verifiedWrites');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('file'), patternBytes(10, 1));
      const { lane, write } = openWriter(fileSystem);
      const wrong = sha256(patternBytes(1));
      for (const [ticket, size] of [0, 10, largeSize].entries()) {
        const replaced = await write(ticket, at('file'), patternBytes(size, 2), { existing: 'overwrite', sha256: wrong });
        expect(replaced.error?.code).toBe('integrity-mismatch');
        const fresh = await write(10 + ticket, at('fresh'), patternBytes(size, 2), { sha256: wrong });
        expect(fresh.error?.code).toBe('integrity-mismatch');
      }
      expect(Buffer.from(await readWhole(fileSystem, at('file'))).equals(patternBytes(10, 1))).toBe(true);
      expect((await listAll(fileSystem, context.subject.directory)).names).toEqual(['file']);
      await lane.close();
      await expectNothingHidden(context);
    });

    it('goes by the policy when the name is taken', async (test) => {
      test.skip(context.options.overwrites === false, 'existing files are never replaced');
      const { fileSystem } = context;
      const time = 1_700_000_000_000;
      const size = async (): Promise<number> => (await readWhole(fileSystem, at('file'))).length;
      await writeWhole(fileSystem, at('file'), patternBytes(1), { modified: time });
      const { lane, write } = openWriter(fileSystem);
      expect((await write(1, at('file'), patternBytes(2), { existing: 'fail' })).error?.code).toBe('already-exists');
      expect(await size()).toBe(1);
      expect((await write(2, at('file'), patternBytes(3), { existing: 'skip' })).skipped).toBe(true);
      expect(await size()).toBe(1);
      expect((await write(3, at('file'), patternBytes(4), { existing: 'newer', modified: time - 5000 })).skipped).toBe(true);
      expect(await size()).toBe(1);
      expect((await write(4, at('file'), patternBytes(5), { existing: 'newer', modified: time + 5000 })).receipt?.size).toBe(5);
      expect(await size()).toBe(5);
      expect((await write(5, at('file'), patternBytes(6), { existing: 'overwrite' })).receipt?.size).toBe(6);
      expect(await size()).toBe(6);
      for (const [ticket, existing] of (['fail', 'skip', 'newer'] as const).entries()) {
        const fresh = await write(10 + ticket, at(existing), patternBytes(7), { existing });
        expect(fresh.receipt?.size).toBe(7);
      }
      await lane.close();
      await expectNothingHidden(context);
    });

    it('ends each of many small files for itself', async (test) => {
      needs(test, context, 'verifiedWrites');
      const { fileSystem } = context;
      const count = context.options.smallFiles ?? 600;
      const writer = openWriter(fileSystem);
      const taken = (ticket: number): boolean => ticket % 50 === 7;
      const damaged = (ticket: number): boolean => ticket % 50 === 8;
      const bytesOf = (ticket: number): Uint8Array => patternBytes(ticket % 400, ticket + 1);
      for (let i = 0; i < count; i++) if (taken(i)) await writeWhole(fileSystem, at(`f${i}`), patternBytes(5));
      for (let i = 0; i < count; i++) {
        await writer.recorder.room(writer.lane);
        writer.lane.open(writer.request(i, at(`f${i}`), bytesOf(i)));
        if (i % 400 > 0) writer.lane.write(i, bytesOf(i));
        writer.lane.commit(i, sha256(damaged(i) ? patternBytes(1) : bytesOf(i)));
      }
      writer.lane.flush();
      for (let i = 0; i < count; i++) {
        const { error, receipt } = await writer.recorder.end(i);
        expect([i, error?.code]).toEqual([i, taken(i) ? 'already-exists' : damaged(i) ? 'integrity-mismatch' : undefined]);
        if (error === undefined) expect(receipt?.sha256).toBe(sha256(bytesOf(i)).toString('hex'));
      }
      expect(await readWhole(fileSystem, at('f7'))).toHaveLength(5);
      expect(Buffer.from(await readWhole(fileSystem, at('f399'))).equals(bytesOf(399))).toBe(true);
      await writer.lane.close();
      await expectNothingHidden(context);
    });

    it('never replaces a directory', async (test) => {
      needs(test, context, 'directories');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('d/inner'), patternBytes(1));
      const { lane, write } = openWriter(fileSystem);
      for (const [ticket, existing] of (['fail', 'overwrite', 'newer'] as const).entries()) {
        const outcome = await write(ticket, at('d'), patternBytes(2), { existing });
        expect(['already-exists', 'is-a-directory']).toContain(outcome.error?.code);
      }
      expect(await readWhole(fileSystem, at('d/inner'))).toHaveLength(1);
      await lane.close();
      await expectNothingHidden(context);
    });

    it('makes missing parents, and fails below a file', async (test) => {
      needs(test, context, 'directories');
      const { fileSystem } = context;
      const { lane, write } = openWriter(fileSystem);
      expect((await write(1, at('a/b/c/file'), patternBytes(5))).receipt?.size).toBe(5);
      expect((await write(2, at('a/b/c/file/x'), patternBytes(5))).error?.code).toBe('not-a-directory');
      expect(await readWhole(fileSystem, at('a/b/c/file'))).toHaveLength(5);
      await lane.close();
    });

    it('makes directories in order with the files', async (test) => {
      needs(test, context, 'directories');
      const { fileSystem } = context;
      const { lane, recorder, write } = openWriter(fileSystem);
      await write(1, at('file'), patternBytes(1));
      lane.makeDirectory(2, at('x/y'));
      lane.makeDirectory(3, at('x/y'));
      const inner = write(4, at('x/y/inner'), patternBytes(4));
      lane.makeDirectory(5, at('file'));
      lane.flush();
      expect((await recorder.end(2)).error).toBeUndefined();
      expect((await recorder.end(3)).error).toBeUndefined();
      expect((await inner).receipt?.size).toBe(4);
      expect(['already-exists', 'not-a-directory']).toContain((await recorder.end(5)).error?.code);
      expect((await fileSystem.stat(at('x/y'))).kind).toBe('directory');
      await lane.close();
    });

    it('gives directories their times back before it tells of what came to stand in them', async (test) => {
      needs(test, context, 'directoryTimes');
      const { fileSystem } = context;
      const { lane, recorder, write } = openWriter(fileSystem);
      const times = [
        { path: at('x/y'), modified: 1_000_000_000_000 },
        { path: at('x'), modified: 1_100_000_000_000 },
        { path: at('gone'), modified: 1_200_000_000_000 },
      ];
      const modified = async (): Promise<number[]> =>
        await Promise.all(['x/y', 'x'].map(async (name) => (await fileSystem.stat(at(name))).modified));
      lane.directoryTimes(times);
      for (let index = 0; index < 20; index += 1) await write(index, at(`x/y/${index}`), patternBytes(index));
      expect(await modified()).toEqual([1_000_000_000_000, 1_100_000_000_000]);
      expect((await write(50, at('x/y/large'), patternBytes(largeSize))).error).toBeUndefined();
      expect(await modified()).toEqual([1_000_000_000_000, 1_100_000_000_000]);
      lane.makeDirectory(51, at('x/y/z'));
      lane.flush();
      await recorder.end(51);
      expect(await modified()).toEqual([1_000_000_000_000, 1_100_000_000_000]);

      lane.directoryTimes([]);
      await write(52, at('x/y/later'), patternBytes(1));
      const [inner = 0, outer] = await modified();
      expect(inner).toBeGreaterThan(1_200_000_000_000);
      expect(outer).toBe(1_100_000_000_000);
      await lane.close();
    });

    it('drops an aborted file, and goes on with the next', async () => {
      const { fileSystem } = context;
      const { lane, recorder, request, send, write } = openWriter(fileSystem);
      const bytes = patternBytes(largeSize);
      for (const [ticket, sent] of [0, 100, largeSize / 2, largeSize].entries()) {
        lane.open(request(ticket, at(`f${ticket}`), bytes));
        await send(ticket, bytes, 0, sent);
        lane.abort(ticket, false);
        expect((await recorder.end(ticket)).error?.code).toBe('cancelled');
        lane.abort(ticket, false);
        lane.commit(ticket, sha256(bytes));
        lane.write(ticket, patternBytes(10));
      }
      expect((await write(10, at('next'), patternBytes(9))).error).toBeUndefined();
      await lane.close();
      expect((await listAll(fileSystem, context.subject.directory)).names).toEqual(['next']);
      expect([...recorder.outcomes.values()].filter((outcome) => outcome.extra > 0)).toEqual([]);
      await expectNothingHidden(context);
    });

    it('ends every ticket with cancelled when it is closed, once', async () => {
      const { fileSystem } = context;
      const { lane, recorder, request, send } = openWriter(fileSystem);
      const bytes = patternBytes(largeSize);
      lane.open(request(1, at('half'), bytes));
      await send(1, bytes, 0, largeSize / 2);
      await lane.close();
      await lane.close();
      expect((await recorder.end(1)).error?.code).toBe('cancelled');
      expect(recorder.brokenWith).toBeUndefined();
      expect(recorder.of(1).extra).toBe(0);
      expect((await listAll(fileSystem, context.subject.directory)).names).toEqual([]);
      await expectNothingHidden(context);
    });

    it('lets exactly one of two writers win when nothing may be replaced', async () => {
      const { fileSystem } = context;
      const writers = [openWriter(fileSystem), openWriter(fileSystem)];
      for (let round = 0; round < 20; round++) {
        const contents = writers.map((_, index) => patternBytes(5000, 1 + round * 2 + index));
        const outcomes = await Promise.all(
          writers.map((writer, index) => writer.write(round, at(`f${round}`), contents[index] ?? new Uint8Array())),
        );
        expect(outcomes.filter((outcome) => outcome.receipt !== undefined)).toHaveLength(1);
        const winner = outcomes.findIndex((outcome) => outcome.receipt !== undefined);
        expect(outcomes[1 - winner]?.error?.code).toBe('already-exists');
        expect(Buffer.from(await readWhole(fileSystem, at(`f${round}`))).equals(contents[winner] ?? new Uint8Array())).toBe(true);
      }
      await Promise.all(writers.map((writer) => writer.lane.close()));
      await expectNothingHidden(context);
    });
  });
}
