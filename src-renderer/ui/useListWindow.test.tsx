import { act, cleanup, render, screen } from '@testing-library/react';
import { useLayoutEffect, useRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ListWindow, useListWindow } from './useListWindow.ts';

const [rowHeight, view] = [28, 560];

class NoObserver {
  observe(): void {}
  disconnect(): void {}
}

let list: ListWindow;

function List({ count, kept = -1 }: { readonly count: number; readonly kept?: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const made = useListWindow(scroller, { count, rowHeight, overscan: 2, kept });
  useLayoutEffect(() => {
    list = made;
  });
  return (
    <div ref={scroller} data-testid="list">
      {made.rows.map(({ row, top }) => (
        <div key={row} data-testid="row" data-top={top}>
          {row}
        </div>
      ))}
    </div>
  );
}

const scroller = (): HTMLElement => screen.getByTestId('list');

/** Each row in view: its number, and pixels below the top of what is seen. */
function seen(): (readonly [row: number, below: number])[] {
  return screen
    .getAllByTestId('row')
    .map((row) => [Number(row.textContent), Math.round(Number(row.dataset['top']) - scroller().scrollTop)] as const)
    .filter(([, below]) => below > -rowHeight && below < view);
}

function scroll(to: number): void {
  scroller().scrollTop = to;
  act(() => void scroller().dispatchEvent(new Event('scroll')));
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('ResizeObserver', NoObserver);
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => view });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function show(count: number, tallest?: number): void {
  if (tallest !== undefined) {
    vi.spyOn(window, 'getComputedStyle').mockImplementation(
      () => ({ getPropertyValue: () => String(tallest) }) as unknown as CSSStyleDeclaration,
    );
  }
  render(<List count={count} />);
}

describe('the rows of a list', () => {
  it('are those in view', () => {
    show(100_000);
    expect(seen()[0]).toEqual([0, 0]);
    scroll(1_400_000);
    expect(seen()[0]).toEqual([50_000, 0]);
    scroll(2_800_000 - view);
    expect(seen().at(-1)).toEqual([99_999, view - rowHeight]);
  });

  it('reach the last of ten million in an element that is no taller than one may be', () => {
    show(10_000_000, 8_000_000);
    expect(list.height).toBe(8_000_000);
    scroll(8_000_000 - view);
    expect(seen().at(-1)).toEqual([9_999_999, view - rowHeight]);
    act(() => list.reveal(0));
    expect(seen()[0]).toEqual([0, 0]);
    act(() => list.reveal(5_000_000));
    expect(seen().map(([row]) => row)).toContain(5_000_000);
  });

  it('move by pixels with the wheel, and by shares with the scroll bar', () => {
    show(10_000_000, 8_000_000);
    scroll(4_000_000 - view / 2);
    const middle = list.position();
    expect(Math.abs(middle + view / 2 - 140_000_000)).toBeLessThan(rowHeight);
    const [first, below] = seen()[0] ?? [0, 0];
    scroll(scroller().scrollTop + 100);
    expect(list.position() - middle).toBe(100);
    expect(seen()).toContainEqual([first + 4, below + 4 * rowHeight - 100]);
    const before = seen();
    act(() => void vi.advanceTimersByTime(1000));
    // The scroll bar is where it belongs again, and nothing has moved.
    expect(list.shift()).toBe(list.position() - scroller().scrollTop);
    expect(seen()).toEqual(before);
  });

  it('keep a row that is wanted wherever the list is', () => {
    render(<List count={1000} kept={3} />);
    scroll(20_000);
    expect(screen.getAllByTestId('row').filter((row) => row.textContent === '3')).toHaveLength(1);
  });
});
