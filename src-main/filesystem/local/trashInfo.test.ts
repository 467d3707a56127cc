import { describe, expect, it } from 'vitest';
import { trashInfo, trashName } from './trashInfo.ts';

describe('the note of a deleted entry', () => {
  it('tells path and time as the specification has them', () => {
    const deleted = new Date(2026, 1, 3, 4, 5, 6);
    expect(trashInfo('/home/ana/100 % ü\n\udcff.txt', deleted)).toBe(
      '[Trash Info]\nPath=/home/ana/100%20%25%20%C3%BC%0A%FF.txt\nDeletionDate=2026-02-03T04:05:06\n',
    );
    expect(trashInfo("a-b_c.d!e~f*g'h(i)j/k", deleted)).toContain("Path=a-b_c.d!e~f*g'h(i)j/k\n");
  });
});

describe('names in a trash', () => {
  it('are numbered before the extension', () => {
    expect(trashName('report.txt', 1)).toBe('report.txt');
    expect(trashName('report.txt', 2)).toBe('report.2.txt');
    expect(trashName('.bashrc', 3)).toBe('.bashrc.3');
  });

  it('leave room for the extension of the note, and cut no character in two', () => {
    const long = trashName(`${'ü'.repeat(125)}.txt`, 12);
    expect(new TextEncoder().encode(long).length).toBeLessThanOrEqual(245);
    expect(long).toMatch(/^ü+\.12\.txt$/);
    expect(trashName(`a.${'x'.repeat(253)}`, 2)).toBe(`a.${'x'.repeat(241)}.2`);
  });
});
