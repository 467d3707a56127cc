/**
 * A key such that comparing two keys with `<` puts names into the order people expect: without regard to case or accents, and
 * numbers by their value (`file2` before `file10`). Building it once per name makes a sort a plain string comparison.
 */
export function naturalKey(name: string): string {
  return numbersByValue(fold(name));
}

/** The natural keys of folded names, of one or of many in one text. */
export function numbersByValue(folded: string): string {
  return hasDigit(folded) ? folded.replace(/\d+/g, digitKey) : folded;
}

/** Total order: by natural key, then by the name itself, so that names which differ only in case keep one order. */
export function compareNames(keyA: string, nameA: string, keyB: string, nameB: string): number {
  if (keyA < keyB) return -1;
  if (keyA > keyB) return 1;
  return nameA < nameB ? -1 : nameA > nameB ? 1 : 0;
}

/** What type-ahead and filters compare: case and accents folded. A text of several names gives the same as each of them. */
export function fold(name: string): string {
  return isAscii(name)
    ? name.toLowerCase()
    : name
        .normalize('NFKD')
        .replace(/\p{Mn}+/gu, '')
        .toLowerCase();
}

/** The run's length comes first, so that more digits sort after fewer; leading zeros do not count. */
function digitKey(run: string): string {
  const digits = run.replace(/^0+(?=\d)/, '');
  return `0${String.fromCharCode(0x30 + Math.min(digits.length, 0x7f00))}${digits}`;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function hasDigit(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}
