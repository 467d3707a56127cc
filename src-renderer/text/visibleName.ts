export interface NamePart {
  readonly text: string;
  /** True for the stand-in of a character that can't be seen or that would reorder the text around it. */
  readonly escaped: boolean;
}

/**
 * Controls, line separators, bidirectional marks, invisible characters and lone surrogates: everything that hides in a name or
 * makes it read as another. Joiners stay where writing systems and emoji need them.
 */
const invisible =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|\u17b4|\u17b5|(?<=^|\p{ASCII})[\u200c\u200d]|\p{Cs}/gu;

/** A name for the screen. A byte that is not UTF-8 (see Entry.name) shows as `\xFF`, any other hidden character as `\u202E`. */
export function nameParts(name: string): NamePart[] {
  const parts: NamePart[] = [];
  let start = 0;
  for (const match of name.matchAll(invisible)) {
    if (match.index > start) parts.push({ text: name.slice(start, match.index), escaped: false });
    parts.push({ text: escapeCharacter(match[0]), escaped: true });
    start = match.index + match[0].length;
  }
  if (start < name.length) parts.push({ text: name.slice(start), escaped: false });
  return parts;
}

/** A text for the screen: as a name, but lines and tabs are what they are, also lines that end with CR and LF. */
export function textParts(text: string): NamePart[] {
  const parts: NamePart[] = [];
  let plain = '';
  let start = 0;
  const put = (piece: string, escaped: boolean): void => {
    if (piece === '') return;
    const last = parts.at(-1);
    if (last?.escaped === escaped) parts[parts.length - 1] = { text: last.text + piece, escaped };
    else parts.push({ text: piece, escaped });
  };
  for (const match of text.matchAll(invisible)) {
    const character = match[0];
    plain += text.slice(start, match.index);
    start = match.index + character.length;
    if (character === '\n' || character === '\t') plain += character;
    else if (character !== '\r' || text[start] !== '\n') {
      put(plain, false);
      plain = '';
      put(escapeCharacter(character), true);
    }
  }
  put(plain + text.slice(start), false);
  return parts;
}

/** The same as one string, for labels, messages and titles. */
export function visibleName(name: string): string {
  return name.replace(invisible, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point >= 0xdc80 && point <= 0xdcff) return `\\x${(point - 0xdc00).toString(16).toUpperCase()}`;
  if (point === 0x0a) return '\\n';
  if (point === 0x0d) return '\\r';
  if (point === 0x09) return '\\t';
  if (point < 0x80) return `\\x${point.toString(16).toUpperCase().padStart(2, '0')}`;
  return point > 0xffff ? `\\u{${point.toString(16).toUpperCase()}}` : `\\u${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
