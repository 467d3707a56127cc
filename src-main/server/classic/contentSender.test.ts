import { describe, expect, it } from 'vitest';
import { WordCutter } from './contentSender.ts';

describe('cutting contents inside the word that ends a download', () => {
  const cut = (text: string, size: number): string[] => {
    const cutter = new WordCutter();
    const bytes = Buffer.from(text);
    // What the client may read in one go: everything between two pauses.
    const reads = [''];
    for (let at = 0; at < bytes.length; at += size) {
      for (const [index, part] of cutter.cut(bytes.subarray(at, at + size)).entries()) {
        if (index > 0) reads.push('');
        reads[reads.length - 1] += Buffer.from(part).toString();
      }
    }
    return reads;
  };

  it('loses nothing and lets no whole word stand, however the contents come', () => {
    const texts = [
      'ENDOFFILE',
      'aENDOFFILEb',
      'ENDOFFILE'.repeat(20),
      'ENDOFENDOFFILE',
      'ENDOENDOFFILE',
      'x'.repeat(40),
      'ENDOFFIL',
    ];
    for (const text of texts) {
      for (let size = 1; size <= text.length; size++) {
        const reads = cut(text, size);
        expect(reads.join('')).toBe(text);
        expect(
          reads.filter((read) => read.includes('ENDOFFILE')),
          `${text} by ${size}`,
        ).toEqual([]);
      }
    }
    expect(cut('no word in here', 4)).toHaveLength(1);
  });

  it('gives up pausing for contents that are full of it', () => {
    expect(cut('ENDOFFILE'.repeat(1000), 100_000)).toHaveLength(101);
  });
});
