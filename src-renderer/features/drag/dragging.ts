import { DragImage } from './dragImage.ts';
import { type DragPoint, type DropEffect, zoneAround, zoneOf } from './dropZones.ts';
import { scrollAtEdge } from './edgeScroll.ts';
import { DragOut } from './dragOut.ts';
import type { RowDrag } from './rowDrag.ts';

/** Milliseconds between two looks at whether the list under a drag should scroll. */
const scrollInterval = 40;

/** What is known of a drag when it begins. */
export interface DragStart {
  readonly drag: RowDrag;
  readonly icon: Element | undefined;
  readonly label: string;
}

/**
 * A drag of rows while the button is down. The page draws it itself and follows the pointer: a drag of the browser's own would be the
 * desktop's from its beginning, and could not become one of files when it leaves the window.
 */
export class Dragging {
  readonly #drag: RowDrag;
  readonly #image: DragImage;
  readonly #out: DragOut | undefined;
  readonly #onEnd: () => void;
  readonly #scrolling: ReturnType<typeof setInterval>;
  #zone: Element | undefined;
  #effect: DropEffect = 'none';
  #point: DragPoint | undefined;
  #outside = false;
  #ended = false;

  /** @param onEnd called once, however it ends */
  constructor({ drag, icon, label }: DragStart, onEnd: () => void) {
    this.#drag = drag;
    this.#onEnd = onEnd;
    this.#image = new DragImage(icon, label);
    this.#out = DragOut.begin(drag, () => this.#end());
    this.#scrolling = setInterval(() => this.#scroll(), scrollInterval);
  }

  move(point: DragPoint): void {
    this.#point = point;
    this.#image.moveTo(point.x, point.y);
    const outside = isOutside(point);
    if (outside !== this.#outside) {
      this.#outside = outside;
      if (outside) {
        this.#enter(undefined);
        this.#out?.leave();
      } else this.#out?.comeBack();
    }
    if (!outside) this.#over(point);
  }

  /** Shift went down or up. */
  shift(down: boolean): void {
    if (this.#point === undefined || this.#outside) return;
    this.#over({ ...this.#point, shift: down });
  }

  /** The button was let go: too late for the desktop to go on. */
  drop(point: DragPoint): void {
    if (isOutside(point)) {
      this.#out?.letGo();
      return this.cancel();
    }
    this.#over(point);
    const [zone, effect] = [zoneOf(this.#zone), this.#effect];
    this.cancel();
    if (effect !== 'none') zone?.drop(this.#drag, point);
  }

  cancel(): void {
    this.#out?.forget();
    this.#end();
  }

  #over(point: DragPoint): void {
    this.#point = point;
    this.#enter(zoneAround(point.target));
    this.#tell(zoneOf(this.#zone)?.over(this.#drag, point) ?? 'none');
  }

  #enter(zone: Element | undefined): void {
    if (zone === this.#zone) return;
    zoneOf(this.#zone)?.leave();
    this.#zone = zone;
    this.#tell('none');
  }

  #tell(effect: DropEffect): void {
    this.#effect = effect;
    document.documentElement.dataset['drag'] = effect;
  }

  #scroll(): void {
    const point = this.#point;
    if (point === undefined || this.#outside || !scrollAtEdge(point.target, point.y)) return;
    // Another row is under the pointer now, which tells nothing by itself.
    const target = document.elementFromPoint(point.x, point.y);
    if (target !== null) this.#over({ ...point, target });
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#scrolling);
    this.#enter(undefined);
    this.#image.remove();
    delete document.documentElement.dataset['drag'];
    this.#onEnd();
  }
}

function isOutside({ x, y }: DragPoint): boolean {
  return x < 0 || y < 0 || x >= window.innerWidth || y >= window.innerHeight;
}
