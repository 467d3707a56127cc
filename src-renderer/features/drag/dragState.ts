import type { PaneSide } from '../../store/state.ts';
import type { CopySource } from './copying.ts';

/** Marks a drag as one of rows; what is dragged stays in this module, because drop targets may not read it before the drop. */
export const rowsType = 'application/x-ferry-entries';

export interface RowDrag {
  readonly side: PaneSide;
  /** The tab that was shown when the drag began. */
  readonly tab: number;
  readonly source: CopySource;
}

let current: RowDrag | undefined;

export function beginRowDrag(drag: RowDrag): void {
  current = drag;
}

export function endRowDrag(): void {
  current = undefined;
}

export function currentRowDrag(): RowDrag | undefined {
  return current;
}
