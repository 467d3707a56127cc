/** Controls, marks that reorder text, line and paragraph separators, and what stands for bytes that are not UTF-8. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A name or message as a terminal may have it: nothing in it is obeyed, everything can be seen. */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) => {
    const point = character.codePointAt(0) ?? 0;
    if (point >= 0xdc80 && point <= 0xdcff) return `\\x${(point - 0xdc00).toString(16)}`;
    // Joiners make up letters and pictures; they move nothing.
    if (point === 0x200c || point === 0x200d) return character;
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    if (character === '\r') return '\\r';
    return point < 0x100 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
  });
}
