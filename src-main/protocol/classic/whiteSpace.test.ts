import { describe, expect, it } from 'vitest';
import { hasWhiteSpace, isWhiteSpace, splitWords } from './whiteSpace.ts';

/** `[c for c in range(0x110000) if chr(c).isspace()]` in Python 3.11 */
const python = [
  0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005,
  0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
];

describe('white space of the original', () => {
  it('is Python’s, for every character there is', () => {
    const found: number[] = [];
    for (let point = 0; point < 0x110000; point++) if (isWhiteSpace(point)) found.push(point);
    expect(found).toEqual(python);
  });

  it('splits words like str.split()', () => {
    expect(splitWords('  rm\u3000a\u0085b \n')).toEqual(['rm', 'a', 'b']);
    expect(splitWords(' \t\u001f')).toEqual([]);
    expect(splitWords('a\ufeffb\u200bc')).toEqual(['a\ufeffb\u200bc']);
    expect(hasWhiteSpace('tidak.txt')).toBe(false);
    expect(hasWhiteSpace('Interaksi Manusia')).toBe(true);
  });
});
