/**
 * What the original server takes for white space when it splits a command: the characters of Python's `str.isspace`. It is not
 * JavaScript's `\s` (which lacks U+001C to U+001F and U+0085, and has U+FEFF).
 */
const ranges: readonly (readonly [first: number, last: number])[] = [
  [0x09, 0x0d],
  [0x1c, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

export function isWhiteSpace(point: number): boolean {
  return ranges.some(([first, last]) => point >= first && point <= last);
}

export function hasWhiteSpace(text: string): boolean {
  for (const character of text) if (isWhiteSpace(character.codePointAt(0) ?? 0)) return true;
  return false;
}

/** Python's `text.split()`: the words between any white space; none for a blank text. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (!isWhiteSpace(character.codePointAt(0) ?? 0)) word += character;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (word !== '') words.push(word);
  return words;
}
