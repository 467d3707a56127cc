import { nameEnd } from '../../src-shared/model/entryColumns.ts';

const folderFirst = 1;
const fileLast = 2;
const endCode = nameEnd.charCodeAt(0);

/**
 * What names are compared by, all in one array of UTF-16 codes: for each entry whether it opens as a folder, then its natural key, then 0.
 * Sorting looks at these a few million times; a loop over numbers costs a tenth of comparing strings that were cut from a text.
 */
export class NameKeys {
  private codes = new Uint16Array(0);
  private starts = new Uint32Array(0);
  private count = 0;
  private used = 0;

  /** @param keys natural keys (see naturalOrder.ts), each with `nameEnd` behind it */
  append(keys: string, count: number, isFolder: (position: number) => boolean): void {
    this.reserve(count, keys.length + count);
    const { codes, starts } = this;
    let { used } = this;
    let at = 0;
    for (let position = 0; position < count; position++) {
      starts[this.count + position] = used;
      codes[used++] = isFolder(position) ? folderFirst : fileLast;
      for (;;) {
        const code = keys.charCodeAt(at++);
        codes[used++] = code;
        if (code === endCode) break;
      }
    }
    this.used = used;
    this.count += count;
  }

  /** Folders before everything else, then by name; 0 when two names differ in case or accents at most. */
  compare(a: number, b: number): number {
    return this.compareFrom(this.starts[a] ?? 0, this.starts[b] ?? 0);
  }

  /** Folders before everything else; 0 when both or none of the two are. */
  compareKinds(a: number, b: number): number {
    const { codes, starts } = this;
    return (codes[starts[a] ?? 0] ?? 0) - (codes[starts[b] ?? 0] ?? 0);
  }

  /** The order of two names among folders, or among the others. */
  compareNames(a: number, b: number): number {
    return this.compareFrom((this.starts[a] ?? 0) + 1, (this.starts[b] ?? 0) + 1);
  }

  private compareFrom(left: number, right: number): number {
    const { codes } = this;
    for (let at = left, other = right; ; at++, other++) {
      const code = codes[at] ?? endCode;
      const difference = code - (codes[other] ?? endCode);
      if (difference !== 0 || code === endCode) return difference;
    }
  }

  private reserve(count: number, codes: number): void {
    if (this.count + count > this.starts.length) {
      const starts = new Uint32Array(Math.max(this.count + count, Math.ceil(this.starts.length * 1.5)));
      starts.set(this.starts);
      this.starts = starts;
    }
    if (this.used + codes > this.codes.length) {
      const grown = new Uint16Array(Math.max(this.used + codes, Math.ceil(this.codes.length * 1.5)));
      grown.set(this.codes);
      this.codes = grown;
    }
  }
}
