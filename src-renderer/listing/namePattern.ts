import { fold } from './naturalOrder.ts';

/**
 * Whether a folded name fits what was typed: a part of it, or, with `*` and `?`, the whole of it. Several patterns stand between
 * semicolons. Undefined when everything fits.
 */
export function nameFilter(typed: string): ((foldedName: string) => boolean) | undefined {
  const patterns = typed
    .split(';')
    .map((part) => fold(part.trim()))
    .filter((part) => part !== '');
  const tests = patterns.map((pattern) =>
    /[*?]/.test(pattern) ? (name: string) => fitsGlob(name, pattern) : (name: string) => name.includes(pattern),
  );
  const [only] = tests;
  if (only === undefined) return undefined;
  return tests.length === 1 ? only : (name) => tests.some((test) => test(name));
}

/** In time proportional to name times pattern at worst, whatever is typed. */
function fitsGlob(name: string, pattern: string): boolean {
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
