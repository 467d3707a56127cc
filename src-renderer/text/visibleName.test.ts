import { describe, expect, it } from 'vitest';
import { nameParts, visibleName } from './visibleName.ts';

describe('visible names', () => {
  it('leaves names in every script, and emoji, as they are', () => {
    for (const name of [
      'readme.md',
      'résumé.pdf',
      '写真 1.jpg',
      'ملف.txt',
      'नमस्ते.txt',
      '👩‍👩‍👧 family 🇮🇩.png',
      'می‌خواهم.txt',
      '<img onerror=x>',
    ]) {
      expect(visibleName(name)).toBe(name);
    }
  });

  it('shows controls, line ends and bidirectional marks', () => {
    expect(visibleName('a\nb')).toBe('a\\nb');
    expect(visibleName('a\tb\u0007')).toBe('a\\tb\\x07');
    expect(visibleName('evil\u202etxt.exe')).toBe('evil\\u202Etxt.exe');
    expect(visibleName('a\u200bb\ufeff')).toBe('a\\u200Bb\\uFEFF');
    expect(visibleName('a\u200db')).toBe('a\\u200Db');
    expect(visibleName('\u2066x\u2069')).toBe('\\u2066x\\u2069');
  });

  it('shows bytes that are not text as their value', () => {
    expect(visibleName('raw\udcff.txt')).toBe('raw\\xFF.txt');
    expect(visibleName('\udc80\udce9')).toBe('\\x80\\xE9');
    expect(visibleName('broken\ud83d.txt')).toBe('broken\\uD83D.txt');
  });

  it('tells which parts stand for something else', () => {
    expect(nameParts('a\u202eb')).toEqual([
      { text: 'a', escaped: false },
      { text: '\\u202E', escaped: true },
      { text: 'b', escaped: false },
    ]);
    expect(nameParts('')).toEqual([]);
  });
});
