import {
  behindFirstLine,
  behindLastLine,
  decodeText,
  type Encoding,
  firstBoundary,
  lastBoundary,
  type TextForm,
  unitLength,
} from './encoding.ts';

/** Bytes of a large file that are read at a time. */
export const pieceLength = 64 * 1024;
/** Bytes of a file that is read as one piece. */
export const wholeLength = 256 * 1024;
/** Pieces that are shown at a time. */
export const mostPieces = 6;

/** A part of a text, from a line's beginning to a line's end where lines are not too long for that. */
export interface TextPiece {
  /** Offsets in bytes. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The last line goes on in the next piece. */
  readonly cut: boolean;
}

export interface TextSource {
  readonly size: number;
  readonly form: TextForm;
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
}

/** The piece that begins at `start`, which is a boundary. */
export async function pieceFrom(source: TextSource, start: number): Promise<TextPiece> {
  const { form, size } = source;
  const bytes = await source.read(start, size <= wholeLength ? wholeLength : pieceLength);
  return pieceOf(form, start, bytes.subarray(0, cutLength(bytes, start + bytes.length >= size, form.encoding)), size);
}

/** The piece that ends at `end`, which is a boundary. */
export async function pieceBefore(source: TextSource, end: number): Promise<TextPiece> {
  const { form, size } = source;
  const from = aligned(Math.max(0, end - pieceLength), form.encoding);
  const bytes = await source.read(from, end - from);
  const skipped = from === 0 ? 0 : lineStart(bytes, form.encoding);
  return pieceOf(form, from + skipped, bytes.subarray(skipped), size);
}

/** The piece that begins with the first whole line at or behind `offset`. */
export async function pieceNear(source: TextSource, offset: number): Promise<TextPiece> {
  const { form, size } = source;
  if (offset <= 0 || size <= wholeLength) return await pieceFrom(source, 0);
  if (offset >= size) return await pieceBefore(source, size);
  const from = aligned(offset, form.encoding);
  const bytes = await source.read(from, pieceLength);
  const skipped = lineStart(bytes, form.encoding);
  const end = cutLength(bytes, from + bytes.length >= size, form.encoding);
  const start = skipped < end ? skipped : Math.min(firstBoundary(bytes, form.encoding), end);
  return pieceOf(form, from + start, bytes.subarray(start, end), size);
}

function pieceOf({ encoding, mark }: TextForm, start: number, bytes: Uint8Array, size: number): TextPiece {
  const end = start + bytes.length;
  const text = decodeText(start === 0 ? bytes.subarray(mark) : bytes, encoding);
  return { start, end, text, cut: end < size && !text.endsWith('\n') };
}

function cutLength(bytes: Uint8Array, atEnd: boolean, encoding: Encoding): number {
  if (atEnd) return bytes.length;
  const line = behindLastLine(bytes, encoding);
  return line > 0 ? line : lastBoundary(bytes, encoding);
}

function lineStart(bytes: Uint8Array, encoding: Encoding): number {
  const line = behindFirstLine(bytes, encoding);
  return line >= 0 && line < bytes.length ? line : firstBoundary(bytes, encoding);
}

function aligned(offset: number, encoding: Encoding): number {
  return offset - (offset % unitLength(encoding));
}
