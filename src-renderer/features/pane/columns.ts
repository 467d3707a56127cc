import { columnWidthRange, defaultSettings, type SideColumn } from '../../../src-shared/model/settings.ts';
import { saveSettings } from '../../store/settings.ts';
import { getState, setState } from '../../store/store.ts';

/** Shows a column after the others, or hides it. */
export function toggleColumn(column: SideColumn): void {
  const { columns } = getState().settings;
  saveSettings({ columns: columns.includes(column) ? columns.filter((name) => name !== column) : [...columns, column] });
}

/** Puts a column before the one that is at `position` now. */
export function moveColumn(column: SideColumn, position: number): void {
  const { columns } = getState().settings;
  const from = columns.indexOf(column);
  if (from < 0) return;
  const to = Math.min(Math.max(position > from ? position - 1 : position, 0), columns.length - 1);
  if (to !== from) saveSettings({ columns: columns.toSpliced(from, 1).toSpliced(to, 0, column) });
}

export function shiftColumn(column: SideColumn, by: 1 | -1): void {
  const at = getState().settings.columns.indexOf(column);
  moveColumn(column, by > 0 ? at + 2 : at - 1);
}

/** Pixels; `done` when the pointer has let go and the width is to be kept. */
export function resizeColumn(column: SideColumn, width: number, done: boolean): void {
  const { least, most } = columnWidthRange;
  const { settings } = getState();
  const columnWidths = { ...settings.columnWidths, [column]: Math.round(Math.min(Math.max(width, least), most)) };
  if (done) saveSettings({ columnWidths });
  else setState({ settings: { ...settings, columnWidths } });
}

export function resetColumn(column: SideColumn): void {
  resizeColumn(column, defaultSettings.columnWidths[column], true);
}
