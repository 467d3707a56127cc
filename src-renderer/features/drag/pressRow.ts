import { Dragging, type DragStart } from './dragging.ts';
import type { DragPoint } from './dropZones.ts';

/** Pixels that the pointer goes with the button down until it drags. */
const threshold = 4;

let stopPresent: (() => void) | undefined;

/**
 * The button went down on something that can be dragged: follows the pointer until it is let go. Escape ends a drag.
 * @param begin called when it becomes a drag; undefined: there is nothing to drag any more
 */
export function followPress(
  press: { readonly clientX: number; readonly clientY: number; readonly pointerId: number },
  begin: () => DragStart | undefined,
): void {
  stopPresent?.();
  let dragging: Dragging | undefined;
  const abort = new AbortController();
  const { signal } = abort;
  const stop = (): void => {
    abort.abort();
    if (stopPresent === cancel) stopPresent = undefined;
  };
  const cancel = (): void => {
    dragging?.cancel();
    stop();
  };
  stopPresent = cancel;

  const isOther = ({ pointerId }: PointerEvent): boolean => pointerId !== press.pointerId;
  const move = (event: PointerEvent): void => {
    if (isOther(event)) return;
    // The release went to somebody else.
    if ((event.buttons & 1) === 0) return cancel();
    if (dragging === undefined) {
      if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < threshold) return;
      const start = begin();
      if (start === undefined) return stop();
      dragging = new Dragging(start, stop);
    }
    dragging.move(pointOf(event));
  };
  const release = (event: PointerEvent): void => {
    if (isOther(event) || event.button !== 0) return;
    if (dragging !== undefined) {
      swallowRelease();
      dragging.drop(pointOf(event));
    }
    stop();
  };
  // A drag has the keyboard, too: no command shall come between.
  const key = (event: KeyboardEvent): void => {
    if (dragging === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === 'Shift') dragging.shift(event.type === 'keydown');
    if (event.key === 'Escape' && event.type === 'keydown') cancel();
  };
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointerup', release, { signal });
  window.addEventListener('pointercancel', (event) => (isOther(event) ? undefined : cancel()), { signal });
  window.addEventListener('keydown', key, { signal, capture: true });
  window.addEventListener('keyup', key, { signal, capture: true });
}

function pointOf({ target, clientX, clientY, shiftKey }: PointerEvent): DragPoint {
  return { target: target instanceof Element ? target : document.documentElement, x: clientX, y: clientY, shift: shiftKey };
}

/** What the release of a drag would be without it: a click, and the end of a press. */
function swallowRelease(): void {
  const abort = new AbortController();
  const swallow = (event: Event): void => event.stopPropagation();
  for (const type of ['mouseup', 'click']) window.addEventListener(type, swallow, { capture: true, signal: abort.signal });
  setTimeout(() => abort.abort(), 0);
}
