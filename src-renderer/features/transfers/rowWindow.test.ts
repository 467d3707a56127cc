import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../src-shared/model/transfer.ts';
import { covers, emptyWindow, rowAt, type RowWindow, windowAround } from './rowWindow.ts';

function rows(start: number, count: number): Transfer[] {
  return Array.from({ length: count }, (_, at) => {
    const place = { endpoint: 'local', path: `/${start + at}` };
    return {
      id: start + at,
      batch: 1,
      name: `file ${start + at}`,
      from: place,
      to: place,
      direction: 'local',
      state: 'queued',
      size: 0,
      acknowledged: 0,
      rate: 0,
    };
  });
}

describe('the window of transfer rows', () => {
  it('asks for some more than is in view, within the limit', () => {
    expect(windowAround(0, 10).start).toBe(0);
    const middle = windowAround(5000, 5020);
    expect(middle.start).toBeLessThan(5000);
    expect(middle.start + middle.count).toBeGreaterThan(5020);
    expect(windowAround(0, 10_000).count).toBeLessThanOrEqual(500);
  });

  it('knows whether it covers what is in view', () => {
    const window: RowWindow = { start: 100, rows: rows(100, 50), total: 1000, revision: 3 };
    expect(covers(window, 100, 149)).toBe(true);
    expect(covers(window, 99, 120)).toBe(false);
    expect(covers(window, 140, 150)).toBe(false);
    expect(covers(emptyWindow, 0, 0)).toBe(false);
    expect(covers({ start: 0, rows: rows(0, 3), total: 3, revision: 1 }, 0, 20)).toBe(true);
    expect(rowAt(window, 120)?.id).toBe(120);
    expect(rowAt(window, 99)).toBeUndefined();
  });
});
