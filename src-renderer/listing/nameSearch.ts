import { nameEnd } from '../../src-shared/model/entryColumns.ts';
import { fitsGlob, parsePattern } from './namePattern.ts';

interface NamePage {
  /** Index of its first entry. */
  readonly first: number;
  readonly count: number;
  /** Folded names, each with `nameEnd` behind it. */
  readonly text: string;
  /** Where each name begins in `text`, made when it is first wanted. */
  starts: Uint32Array | undefined;
}

/** Searches all names of a directory at once: page after page as one text, instead of a hundred thousand strings one by one. */
export class NameSearch {
  private readonly pages: NamePage[] = [];

  /** @param text folded names, each with `nameEnd` behind it */
  append(first: number, count: number, text: string): void {
    if (count > 0) this.pages.push({ first, count, text, starts: undefined });
  }

  /** Sets a 1 in `flags` for each entry from `from` on that fits what was typed (see namePattern.ts); `from` begins a page. */
  mark(typed: string, flags: Uint8Array, from = 0): void {
    const { parts, globs } = parsePattern(typed);
    for (const page of this.pages) {
      if (page.first < from) continue;
      for (const part of parts) markPart(page, part, flags);
      if (globs.length > 0) markGlobs(page, globs, flags);
    }
  }
}

function markPart(page: NamePage, part: string, flags: Uint8Array): void {
  const { first, text } = page;
  const starts = startsOf(page);
  let position = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, starts[position])) {
    while ((starts[position + 1] ?? text.length) <= at) position++;
    flags[first + position] = 1;
    position++;
    if (position >= page.count) return;
  }
}

function markGlobs(page: NamePage, globs: readonly string[], flags: Uint8Array): void {
  const { first, count, text } = page;
  const starts = startsOf(page);
  for (let position = 0; position < count; position++) {
    const name = text.slice(starts[position], (starts[position + 1] ?? text.length) - nameEnd.length);
    if (globs.some((glob) => fitsGlob(name, glob))) flags[first + position] = 1;
  }
}

function startsOf(page: NamePage): Uint32Array {
  if (page.starts !== undefined) return page.starts;
  const starts = new Uint32Array(page.count);
  let at = 0;
  for (let position = 0; position < page.count; position++) {
    starts[position] = at;
    at = page.text.indexOf(nameEnd, at) + nameEnd.length;
  }
  page.starts = starts;
  return starts;
}
