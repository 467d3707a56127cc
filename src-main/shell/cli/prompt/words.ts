/** A word of a line, and where it stands. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The words of a line. A name with blanks is put in quotes, single or double; inside double quotes and outside of quotes a
 * backslash takes the next character as it is. A quote that is not closed reaches to the end.
 */
export function splitLine(line: string): Word[] {
  const words: Word[] = [];
  let text = '';
  let start = -1;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quote === '' && /\s/.test(character)) {
      if (start >= 0) words.push({ text, start, end: at });
      text = '';
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === '\\' && quote !== "'" && at + 1 < line.length) text += line[++at] ?? '';
    else text += character;
  }
  if (start >= 0) words.push({ text, start, end: line.length });
  return words;
}

/** The name as one word of a line. */
export function quoteName(name: string): string {
  if (!/[\s"'\\]/.test(name)) return name;
  return `"${name.replace(/["\\]/g, '\\$&')}"`;
}
