import type { PaneSide } from '../../store/state.ts';
import type { CopySource } from './copying.ts';

/** A drag of rows inside the window. */
export interface RowDrag {
  readonly side: PaneSide;
  /** The tab that was shown when the drag began. */
  readonly tab: number;
  readonly source: CopySource;
}
