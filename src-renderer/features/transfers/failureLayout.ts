import type { ErrorCode } from '../../../src-shared/errors.ts';
import type { FailureGroup } from '../../../src-shared/model/transfer.ts';

/** A line of the list: a transfer's row, or the head of a group. */
export type Line =
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'head'; readonly code: ErrorCode; readonly count: number };

/** Where the heads of the groups stand among the rows, which come group by group. */
export class Layout {
  readonly lines: number;
  readonly #heads: readonly { readonly line: number; readonly group: FailureGroup }[];

  constructor(rows: number, groups: readonly FailureGroup[]) {
    let line = 0;
    this.#heads = groups.map((group) => {
      const head = { line, group };
      line += group.count + 1;
      return head;
    });
    this.lines = rows + groups.length;
  }

  at(line: number): Line {
    let before = 0;
    for (const head of this.#heads) {
      if (head.line === line) return { kind: 'head', ...head.group };
      if (head.line < line) before += 1;
    }
    return { kind: 'row', row: line - before };
  }

  lineOf(row: number): number {
    let line = row;
    for (const head of this.#heads) if (head.line <= line) line += 1;
    return line;
  }
}
