export const rowBytes = 16;

export interface HexRow {
  /** Hexadecimal, at least eight digits. */
  readonly offset: string;
  /** Two digits each; blank behind the end, dots while it is not yet read. */
  readonly bytes: readonly string[];
  readonly characters: readonly string[];
}

/** @param byteAt undefined for a byte that is not read yet */
export function hexRow(row: number, size: number, byteAt: (offset: number) => number | undefined): HexRow {
  const start = row * rowBytes;
  const bytes: string[] = [];
  const characters: string[] = [];
  for (let at = start; at < start + rowBytes; at++) {
    const byte = at < size ? byteAt(at) : undefined;
    bytes.push(at >= size ? '  ' : byte === undefined ? '··' : byte.toString(16).padStart(2, '0').toUpperCase());
    characters.push(at >= size ? ' ' : byte !== undefined && byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');
  }
  return { offset: hexOffset(start), bytes, characters };
}

export function hexOffset(offset: number): string {
  return offset.toString(16).toUpperCase().padStart(8, '0');
}

/** An offset as people write it: decimal, or hexadecimal with 0x or as the hex view shows it; undefined for anything else. */
export function parseOffset(text: string): number | undefined {
  const written = text.trim().replace(/[\s_,.]/g, '');
  const hex = /^(?:0x([0-9a-f]+)|([0-9a-f]+)h|(?=.*[a-f])([0-9a-f]+))$/i.exec(written);
  const value =
    hex !== null ? Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16) : /^\d+$/.test(written) ? Number(written) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
