import { fold } from './naturalOrder.ts';

/** What was typed: parts of a name and, with `*` and `?`, whole names; all folded. Several patterns stand between semicolons. */
export interface NamePattern {
  readonly parts: readonly string[];
  readonly globs: readonly string[];
}

export function parsePattern(typed: string): NamePattern {
  const patterns = typed
    .split(';')
    .map((part) => fold(part.trim()))
    // No name holds NUL, which stands between names in their pages.
    .filter((part) => part !== '' && !part.includes('\0'));
  return { parts: patterns.filter((part) => !isGlob(part)), globs: patterns.filter(isGlob) };
}

/** Whether everything fits. */
export function fitsAll(typed: string): boolean {
  return typed.split(';').every((part) => fold(part.trim()) === '');
}

function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** In time proportional to name times pattern at worst, whatever is typed. */
export function fitsGlob(name: string, pattern: string): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const symbol = pattern[wanted];
    if (symbol === '*') {
      star = wanted++;
      resume = at;
    } else if (symbol === '?' || (symbol !== undefined && symbol === name[at])) {
      at++;
      wanted++;
    } else if (star >= 0) {
      wanted = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[wanted] === '*') wanted++;
  return wanted === pattern.length;
}
