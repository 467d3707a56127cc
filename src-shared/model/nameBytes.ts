/**
 * Names as text that keeps every byte (see Entry.name): well-formed UTF-8 becomes its characters, and each other byte the lone
 * surrogate U+DC00 + byte. `encodeName(decodeName(b))` is `b` for all bytes. This is the slow, exact path: callers with Node's
 * Buffer decode well-formed names with it and come here for the rest.
 */

export function decodeName(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i] ?? 0;
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      out += String.fromCharCode(0xdc00 + first);
      i += 1;
      continue;
    }
    let point = length === 1 ? first : first & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) point = (point << 6) | ((bytes[i + k] ?? 0) & 0x3f);
    out += String.fromCodePoint(point);
    i += length;
  }
  return out;
}

/** A lone surrogate that stands for no byte is written as U+FFFD's three bytes; `isEncodable` tells beforehand. */
export function encodeName(name: string): Uint8Array {
  const out: number[] = [];
  for (const character of name) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) out.push(point);
    else if (point >= 0xdc80 && point <= 0xdcff) out.push(point - 0xdc00);
    else if (point >= 0xd800 && point <= 0xdfff) out.push(0xef, 0xbf, 0xbd);
    else if (point < 0x800) out.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) out.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else out.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return Uint8Array.from(out);
}

/** As many characters from the beginning as fit into so many bytes. */
export function shortenName(name: string, mostBytes: number): string {
  let out = '';
  let length = 0;
  for (const character of name) {
    length += encodeName(character).length;
    if (length > mostBytes) break;
    out += character;
  }
  return out;
}

/** False for a name with a lone surrogate that stands for no byte: it names no file anywhere. */
export function isEncodable(name: string): boolean {
  return name.isWellFormed() || !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udc7f\udd00-\udfff]/.test(name);
}

/** Whether the name holds bytes that are not UTF-8. */
export function hasRawBytes(name: string): boolean {
  return !name.isWellFormed() && /(?<![\ud800-\udbff])[\udc80-\udcff]/.test(name);
}

/** Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  const continues = (index: number): boolean => ((bytes[index] ?? 0) & 0xc0) === 0x80;
  if (first >= 0xc2 && first <= 0xdf) return continues(at + 1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && continues(at + 2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const low = first === 0xf0 ? 0x90 : 0x80;
    const high = first === 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high && continues(at + 2) && continues(at + 3) ? 4 : 0;
  }
  return 0;
}
