import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { encodeCommand } from './names.ts';
import { formatMegabytes, parseSizeReply, quote, refusal, sizeReply } from './wording.ts';

describe('sizes of the classic protocol', () => {
  it('are rounded as Python does', () => {
    // [f"{n / 1048576:.2f}" for n in …]
    const cases: readonly (readonly [number, string])[] = [
      [0, '0.00'],
      [4096, '0.00'],
      [5242, '0.00'],
      [5243, '0.01'],
      [131_072, '0.12'],
      [393_216, '0.38'],
      [655_360, '0.62'],
      [1_048_576, '1.00'],
      [300 * 1_048_576, '300.00'],
      [5_000_000_000, '4768.37'],
    ];
    for (const [bytes, text] of cases) expect(formatMegabytes(bytes), String(bytes)).toBe(text);
  });

  it('are understood for the very name that was asked for', () => {
    expect(parseSizeReply('a.txt', sizeReply('a.txt', 461_373))).toBe(Math.round(0.44 * 1_048_576));
    expect(parseSizeReply('a', 'Size of a: 0.4')).toBeUndefined();
    expect(parseSizeReply('a', 'Size of b: 0.44 MB')).toBeUndefined();
    expect(parseSizeReply('a: 1.00 MB', 'Size of a: 1.00 MB: 0.44 MB')).toBe(Math.round(0.44 * 1_048_576));
    expect(parseSizeReply('a', 'Size of a: 0.44 MBx')).toBeUndefined();
  });
});

describe('sentences', () => {
  it('stand for error codes', () => {
    expect(refusal('File not found.')?.code).toBe('not-found');
    expect(refusal('ERROR: File not found.')?.code).toBe('not-found');
    expect(refusal('Permission denied.')?.code).toBe('permission-denied');
    expect(refusal('File exists.')?.code).toBe('already-exists');
    expect(refusal('Hello.')).toBeUndefined();
  });

  it('are quoted short and inert', () => {
    expect(quote('a\u001b[31m\u202eb')).toBe('“a?[31m?b”');
    expect(quote('x'.repeat(500)).length).toBeLessThan(100);
  });
});

describe('names in commands', () => {
  const refused = (name: string): string | undefined => {
    try {
      encodeCommand('rm', name);
      return undefined;
    } catch (error) {
      return error instanceof AppError ? error.code : 'other';
    }
  };

  it('are refused when the original would act on something else, or die', () => {
    for (const name of ['a b', ' a', 'a\t', 'a\u00a0b', 'a\u3000', 'a\nb', '', '..', '.', 'a/b', 'a\udcff', '\ud800']) {
      expect(refused(name), JSON.stringify(name)).toBe('name-invalid');
    }
    expect(refused('é'.repeat(127))).toBeUndefined();
    expect(refused('é'.repeat(128))).toBe('name-invalid');
    expect(Buffer.from(encodeCommand('upload', 'é')).toString()).toBe('upload é é');
  });
});
