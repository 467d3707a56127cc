import { decodeName } from '../../../src-shared/model/nameBytes.ts';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'latin-1'] as const;
export type Encoding = (typeof encodings)[number];

export interface TextForm {
  readonly encoding: Encoding;
  /** Bytes of the mark at the beginning of the file; 0 without one. */
  readonly mark: number;
}

/** How the text of a file is written, by its beginning. What is no UTF-8 and has no mark is taken for Latin-1. */
export function textForm(head: Uint8Array, whole: boolean): TextForm {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  const end = whole ? head.length : lastBoundary(head, 'utf-8');
  return { encoding: isUtf8(head.subarray(0, end)) ? 'utf-8' : 'latin-1', mark: 0 };
}

/** Text without a loss: a byte that is not UTF-8 becomes the lone surrogate U+DC00 + byte, as in names. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case 'utf-8':
      return decodeUtf8(bytes);
    case 'latin-1': {
      let text = '';
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return text;
    }
    case 'utf-16le':
    case 'utf-16be':
      return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeName(bytes);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Where a line begins behind the first line break, and where the last whole line ends; -1 when there is no line break. */
export function behindFirstLine(bytes: Uint8Array, encoding: Encoding): number {
  const at = findLineBreak(bytes, encoding, 1);
  return at < 0 ? -1 : at + unitLength(encoding);
}

export function behindLastLine(bytes: Uint8Array, encoding: Encoding): number {
  const at = findLineBreak(bytes, encoding, -1);
  return at < 0 ? -1 : at + unitLength(encoding);
}

/** The bytes of one character at the least: an offset is a multiple of it. */
export function unitLength(encoding: Encoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

function findLineBreak(bytes: Uint8Array, encoding: Encoding, step: 1 | -1): number {
  if (unitLength(encoding) === 1) return step === 1 ? bytes.indexOf(0x0a) : bytes.lastIndexOf(0x0a);
  const units = Math.floor(bytes.length / 2);
  const low = encoding === 'utf-16le' ? 0 : 1;
  for (let at = step === 1 ? 0 : units - 1; at >= 0 && at < units; at += step) {
    if (bytes[at * 2 + low] === 0x0a && bytes[at * 2 + 1 - low] === 0) return at * 2;
  }
  return -1;
}

/** The first offset at which a character may begin. */
export function firstBoundary(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding === 'utf-8') {
    let at = 0;
    while (at < 3 && isContinuation(bytes[at])) at++;
    return at;
  }
  return unitLength(encoding) === 2 && isLowSurrogate(bytes, 0, encoding) ? 2 : 0;
}

/** The last offset at which no character is cut. */
export function lastBoundary(bytes: Uint8Array, encoding: Encoding): number {
  const { length } = bytes;
  if (encoding === 'utf-8') {
    let start = length - 1;
    while (start > length - 4 && isContinuation(bytes[start])) start--;
    const first = bytes[start] ?? 0;
    const needed = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    return start >= 0 && start + needed > length ? start : length;
  }
  if (unitLength(encoding) === 1) return length;
  const even = length - (length % 2);
  return isHighSurrogate(bytes, even - 2, encoding) ? even - 2 : even;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function isLowSurrogate(bytes: Uint8Array, at: number, encoding: Encoding): boolean {
  return ((bytes[encoding === 'utf-16le' ? at + 1 : at] ?? 0) & 0xfc) === 0xdc;
}

function isHighSurrogate(bytes: Uint8Array, at: number, encoding: Encoding): boolean {
  return at >= 0 && ((bytes[encoding === 'utf-16le' ? at + 1 : at] ?? 0) & 0xfc) === 0xd8;
}
