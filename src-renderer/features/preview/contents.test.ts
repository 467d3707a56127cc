import { describe, expect, it } from 'vitest';
import { contentsOf } from './contents.ts';
import { decodeText, textForm } from './encoding.ts';
import { hexRow, parseOffset } from './hexRows.ts';
import { pieceBefore, pieceFrom, pieceLength, pieceNear, type TextPiece, type TextSource } from './textPieces.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string): Uint8Array =>
  Uint8Array.from([
    0xff,
    0xfe,
    ...Array.from({ length: text.length * 2 }, (_, i) => (text.charCodeAt(i >> 1) >> ((i & 1) * 8)) & 255),
  ]);

describe('what a file is', () => {
  it.each([
    ['notes.txt', bytes('grüße\n'), 'text'],
    ['log', bytes('\x1b[31mred\x1b[0m\n'), 'text'],
    ['old.txt', latin('caf\xe9'), 'text'],
    ['wide.txt', utf16('wide'), 'text'],
    ['empty', bytes(''), 'text'],
    ['p', latin('\x89PNG\r\n\x1a\nrest'), 'image'],
    ['p.txt', latin('\xff\xd8\xff\xe0'), 'image'],
    ['p', latin('GIF89a'), 'image'],
    ['p', latin('RIFF1234WEBPVP8 '), 'image'],
    ['p', latin('\0\0\0\x20ftypavif'), 'image'],
    ['p', latin('BM1234\0\0\0\0'), 'image'],
    ['BM.txt', bytes('BM is no picture'), 'text'],
    ['p.svg', bytes('<?xml version="1.0"?><svg/>'), 'image'],
    ['p.xml', bytes('<svg/>'), 'text'],
    ['a.out', latin('\x7fELF\x02\x01\x01\0\0\0'), 'hex'],
    ['controls', latin('\x01\x02\x03\x04text'), 'hex'],
  ])('%s', (name, head, view) => {
    expect(contentsOf(name, head, true).view).toBe(view);
  });

  it('is UTF-8 also when the first piece cuts a character', () => {
    expect(textForm(bytes('日本').subarray(0, 5), false).encoding).toBe('utf-8');
    expect(textForm(bytes('日本').subarray(0, 5), true).encoding).toBe('latin-1');
    expect(textForm(Uint8Array.from([0xef, 0xbb, 0xbf, 0x41]), true)).toEqual({ encoding: 'utf-8', mark: 3 });
  });

  it('loses no byte as text', () => {
    expect(decodeText(latin('a\xffb'), 'utf-8')).toBe('a\udcffb');
    expect(decodeText(latin('a\xe9'), 'latin-1')).toBe('aé');
    expect(decodeText(utf16('zwei 😀').subarray(2), 'utf-16le')).toBe('zwei 😀');
  });
});

function source(contents: Uint8Array): TextSource & { readonly asked: [number, number][] } {
  const asked: [number, number][] = [];
  return {
    asked,
    size: contents.length,
    form: textForm(contents.subarray(0, 65_536), false),
    read: async (offset, length) => {
      asked.push([offset, length]);
      return contents.slice(offset, offset + length);
    },
  };
}

async function forward(from: TextSource): Promise<TextPiece[]> {
  const pieces = [await pieceNear(from, 0)];
  for (let last = pieces.at(-1); last !== undefined && last.end < from.size; last = pieces.at(-1)) {
    pieces.push(await pieceFrom(from, last.end));
  }
  return pieces;
}

async function backward(from: TextSource): Promise<TextPiece[]> {
  const pieces = [await pieceNear(from, from.size)];
  for (let first = pieces[0]; first !== undefined && first.start > 0; first = pieces[0]) {
    pieces.unshift(await pieceBefore(from, first.start));
  }
  return pieces;
}

describe('pieces of a text', () => {
  const lines = Array.from({ length: 30_000 }, (_, i) => `Zeile ${i} – Grüße 😀`).join('\r\n');
  it.each([
    ['lines', bytes(lines), lines],
    ['lines of UTF-16', utf16(lines), lines],
    ['one long line', bytes('漢字😀'.repeat(60_000)), '漢字😀'.repeat(60_000)],
    ['one long line of UTF-16', utf16('a😀'.repeat(100_000)), 'a😀'.repeat(100_000)],
    ['a short file', bytes('a\nb'), 'a\nb'],
  ])('are the whole text, from either end: %s', async (_, contents, text) => {
    for (const read of [forward, backward]) {
      const from = source(contents);
      const pieces = await read(from);
      expect(pieces.map((piece) => piece.text).join('') === text).toBe(true);
      for (const [offset, length] of from.asked) expect(offset + length - offset).toBeLessThanOrEqual(262_144);
    }
  });

  it('begin with a line wherever one jumps to, and are read alone', async () => {
    const from = source(bytes(lines));
    for (const offset of [70_001, 300_000, from.size - 5]) {
      from.asked.length = 0;
      const piece = await pieceNear(from, offset);
      if (offset < from.size - 100) expect(piece.text).toMatch(/^Zeile \d+ –/);
      expect(piece.start).toBeGreaterThanOrEqual(offset);
      expect(from.asked).toEqual([[offset, pieceLength]]);
    }
  });
});

describe('bytes', () => {
  it('are rows of sixteen, blank behind the end', () => {
    expect(hexRow(1, 18, (offset) => (offset === 16 ? 0x41 : 0))).toMatchObject({
      offset: '00000010',
      bytes: ['41', '00', ...Array.from({ length: 14 }, () => '  ')],
    });
    expect(hexRow(0, 1, () => undefined).bytes[0]).toBe('··');
    expect(hexRow(700_000_000, 2 ** 40, () => 0).offset).toBe('29B927000'.padStart(8, '0'));
  });

  it('are found by offsets as people write them', () => {
    expect(['4096', '0x1000', '1000h', ' 10,000 ', '1a'].map(parseOffset)).toEqual([4096, 4096, 4096, 10_000, 26]);
    expect(['', 'zz', '-1', '0x', '1e400g'].map(parseOffset)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});
