import { describe, expect, it } from 'vitest';
import { Layout } from './failureLayout.ts';

describe('the failed transfers', () => {
  it('stand below the heads of their groups', () => {
    const layout = new Layout(5, [
      { code: 'not-found', count: 2 },
      { code: 'no-space', count: 3 },
    ]);
    expect(layout.lines).toBe(7);
    const lines = Array.from({ length: 7 }, (_, line) => layout.at(line));
    expect(lines.map((line) => (line.kind === 'head' ? line.code : line.row))).toEqual(['not-found', 0, 1, 'no-space', 2, 3, 4]);
    for (const [at, line] of lines.entries()) if (line.kind === 'row') expect(layout.lineOf(line.row)).toBe(at);
  });

  it('are rows alone where there are no groups', () => {
    const layout = new Layout(3, []);
    expect([layout.lines, layout.lineOf(2), layout.at(1)]).toEqual([3, 2, { kind: 'row', row: 1 }]);
  });
});
