import { useLayoutEffect } from 'react';

/** Milliseconds in which a key or a press follows the one before, as one movement of the hands. */
const movement = 500;
/** Pixels between the presses of a double click. */
const doubleClickReach = 8;

let typedAt = Number.NEGATIVE_INFINITY;
let press = { at: Number.NEGATIVE_INFINITY, x: 0, y: 0 };

/** Keys that write, or that end what is written; none of them is pressed to get around in a dialog. */
function isTyped(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return event.key.length === 1 || ['Backspace', 'Enter', 'Escape'].includes(event.key);
}

window.addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'Shift') return;
    const writes = isTyped(event) && event.key !== 'Enter' && event.key !== 'Escape';
    typedAt = writes ? performance.now() : Number.NEGATIVE_INFINITY;
  },
  true,
);
window.addEventListener(
  'pointerup',
  ({ clientX: x, clientY: y }) => {
    press = { at: performance.now(), x, y };
  },
  true,
);

/**
 * For a dialog that comes up by itself, and has the keyboard at once: the next key of a word, and the second press of a double click,
 * were meant for what was there before. They go nowhere, until the hands have rested.
 */
export function useUnderHands(unasked: boolean): void {
  useLayoutEffect(() => {
    const now = performance.now();
    const isTyping = now - typedAt < movement;
    // Nothing presses at the very corner but programs.
    const isPressing = now - press.at < movement && (press.x !== 0 || press.y !== 0);
    if (!unasked || (!isTyping && !isPressing)) return undefined;

    const { x, y } = press;
    let timer = setTimeout(end, movement);
    const swallow = (event: Event): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(timer);
      timer = setTimeout(end, movement);
    };
    const key = (event: KeyboardEvent): void => {
      if (!isTyping || event.key === 'Shift') return;
      if (isTyped(event)) swallow(event);
      else end();
    };
    const pointer = (event: MouseEvent): void => {
      if (isPressing && Math.hypot(event.clientX - x, event.clientY - y) < doubleClickReach) swallow(event);
    };
    function end(): void {
      clearTimeout(timer);
      window.removeEventListener('keydown', key, true);
      for (const type of pointerEvents) window.removeEventListener(type, pointer, true);
    }
    window.addEventListener('keydown', key, true);
    for (const type of pointerEvents) window.addEventListener(type, pointer, true);
    return end;
  }, [unasked]);
}

const pointerEvents = ['pointerdown', 'mousedown', 'click'] as const;
