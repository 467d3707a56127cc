import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Slice } from './slice.ts';

let now = 0;
function work(milliseconds: number): void {
  now += milliseconds;
}

beforeEach(async () => {
  await nextTurn();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  return () => clock.mockRestore();
});

describe('slices', () => {
  it('share what one turn has, and each has a little of it', () => {
    const first = new Slice();
    work(3);
    expect(first.over).toBe(true);
    const second = new Slice();
    expect(second.over).toBe(false);
    work(1);
    expect(second.over).toBe(true);
  });

  it('begin anew with the next turn', async () => {
    const slice = new Slice();
    work(3);
    await slice.rest();
    work(1);
    expect(slice.over).toBe(false);
  });
});
