/** Where a key that moves the cursor leads from `row`; undefined for any other key. `page`: rows that are seen at a time. */
export function targetRow(key: string, row: number, last: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(row + 1, last);
    case 'ArrowUp':
      return Math.max(row - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'PageDown':
      return Math.min(row + page, last);
    case 'PageUp':
      return Math.max(row - page, 0);
    default:
      return undefined;
  }
}
