import { describe, expect, it } from 'vitest';
import type { ContractContext } from './context.ts';
import { expectCode, expectNothingHidden, needs } from './expect.ts';
import { patternBytes, readWhole, sha256, writeWhole } from './recorder.ts';

const hex = (bytes: Uint8Array): string => sha256(bytes).toString('hex');

export function describeCopying(context: ContractContext): void {
  const { at } = context;

  describe('copying within', () => {
    it('copies a file of any size, with its time and a receipt', async (test) => {
      needs(test, context, 'copy');
      const { fileSystem } = context;
      const chunk = context.options.chunkSize ?? 262_144;
      for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 3_000_001]) {
        const bytes = patternBytes(size, size + 1);
        await writeWhole(fileSystem, at(`f${size}`), bytes, { modified: 1_600_000_000_123 });
        const receipt = await fileSystem.copy(at(`f${size}`), at(`new/deep/f${size}`));
        expect(receipt).toEqual({ size, sha256: hex(bytes), verified: true });
        expect(Buffer.compare(await readWhole(fileSystem, at(`new/deep/f${size}`)), bytes)).toBe(0);
        expect((await fileSystem.stat(at(`new/deep/f${size}`))).modified).toBeCloseTo(1_600_000_000_123, 0);
        expect((await fileSystem.stat(at(`f${size}`))).size).toBe(size);
      }
      await expectNothingHidden(context);
    });

    it('keeps permission bits, and those of a file that is replaced', async (test) => {
      needs(test, context, 'copy', 'attributes');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('run'), patternBytes(10));
      await fileSystem.setAttributes(at('run'), { mode: 0o750 });
      test.skip((await fileSystem.stat(at('run'))).mode !== 0o750, 'no permission bits');
      await fileSystem.copy(at('run'), at('again'));
      expect((await fileSystem.stat(at('again'))).mode).toBe(0o750);
      await fileSystem.setAttributes(at('again'), { mode: 0o600 });
      await fileSystem.copy(at('run'), at('again'), { existing: 'overwrite' });
      expect((await fileSystem.stat(at('again'))).mode).toBe(0o600);
    });

    it('replaces only what it may', async (test) => {
      needs(test, context, 'copy');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('new'), patternBytes(2), { modified: 2_000_000 });
      await writeWhole(fileSystem, at('old'), patternBytes(1), { modified: 1_000_000 });
      await expectCode(fileSystem.copy(at('new'), at('old')), 'already-exists');
      expect(await fileSystem.copy(at('new'), at('old'), { existing: 'skip' })).toBeUndefined();
      expect(await fileSystem.copy(at('old'), at('new'), { existing: 'newer' })).toBeUndefined();
      expect(await readWhole(fileSystem, at('old'))).toHaveLength(1);
      expect(await readWhole(fileSystem, at('new'))).toHaveLength(2);
      expect(await fileSystem.copy(at('new'), at('old'), { existing: 'newer' })).toMatchObject({ size: 2 });
      expect(await readWhole(fileSystem, at('old'))).toHaveLength(2);
      await writeWhole(fileSystem, at('third'), patternBytes(3));
      expect(await fileSystem.copy(at('third'), at('old'), { existing: 'overwrite' })).toMatchObject({ size: 3 });
      expect(await readWhole(fileSystem, at('old'))).toHaveLength(3);
      await expectNothingHidden(context);
    });

    it('refuses what is no file, what is missing, and a file onto itself', async (test) => {
      needs(test, context, 'copy', 'directories');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('file'), patternBytes(1));
      await fileSystem.makeDirectory(at('d'));
      await expectCode(fileSystem.copy(at('missing'), at('x')), 'not-found');
      await expectCode(fileSystem.copy(at('d'), at('x')), 'is-a-directory');
      await expectCode(fileSystem.copy(at('file'), at('d'), { existing: 'overwrite' }), 'is-a-directory');
      await expectCode(fileSystem.copy(at('file'), at('file'), { existing: 'overwrite' }), 'invalid-request');
      await expectCode(fileSystem.copy(at('file'), at('file')), 'already-exists');
      await expectCode(fileSystem.copy(at('file'), at('file/below')), 'not-a-directory');
      await expectCode(fileSystem.copy(at('file'), at('../x')), 'name-invalid');
      await expectCode(fileSystem.copy(at('../x'), at('y')), 'name-invalid');
      expect(await readWhole(fileSystem, at('file'))).toHaveLength(1);
      await expectNothingHidden(context);
    });

    it('copies many side by side', async (test) => {
      needs(test, context, 'copy');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('file'), patternBytes(5000));
      const receipts = await Promise.all(Array.from({ length: 200 }, (_, i) => fileSystem.copy(at('file'), at(`d/${i}`))));
      expect(new Set(receipts.map((receipt) => receipt?.sha256))).toEqual(new Set([hex(patternBytes(5000))]));
      expect(await readWhole(fileSystem, at('d/199'))).toHaveLength(5000);
      await expectNothingHidden(context);
    });

    it('ends with cancelled, before and while it copies, and leaves nothing', async (test) => {
      needs(test, context, 'copy');
      const { fileSystem } = context;
      await writeWhole(fileSystem, at('file'), new Uint8Array(48 * 1024 * 1024));
      await expectCode(fileSystem.copy(at('file'), at('x'), { signal: AbortSignal.abort() }), 'cancelled');
      const controller = new AbortController();
      let told = 0;
      const copying = fileSystem.copy(at('file'), at('x'), {
        signal: controller.signal,
        progress: (bytes) => {
          told = Math.max(told, bytes);
          controller.abort();
        },
      });
      const outcome = await copying.then(
        () => 'copied',
        (error: unknown) => error,
      );
      expect(told).toBeLessThanOrEqual(48 * 1024 * 1024);
      if (outcome !== 'copied') {
        expect(outcome).toMatchObject({ code: 'cancelled' });
        await expectNothingHidden(context);
        await expectCode(fileSystem.stat(at('x')), 'not-found');
      }
    });
  });

  describe('hashing', () => {
    it('tells size and SHA-256', async (test) => {
      needs(test, context, 'hash');
      const { fileSystem } = context;
      for (const size of [0, 1, 1_000_001]) {
        const bytes = patternBytes(size);
        await writeWhole(fileSystem, at(`f${size}`), bytes);
        expect(await fileSystem.hash(at(`f${size}`))).toEqual({ size, sha256: hex(bytes) });
      }
    });

    it('refuses what is no file, and ends with cancelled', async (test) => {
      needs(test, context, 'hash', 'directories');
      const { fileSystem } = context;
      await fileSystem.makeDirectory(at('d'));
      await expectCode(fileSystem.hash(at('d')), 'is-a-directory');
      await expectCode(fileSystem.hash(at('missing')), 'not-found');
      await expectCode(fileSystem.hash(at('../x')), 'name-invalid');
      await expectCode(fileSystem.hash(at('d'), { signal: AbortSignal.abort() }), 'cancelled');
    });
  });
}
