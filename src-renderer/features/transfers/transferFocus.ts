/**
 * Puts the keyboard into the list of transfers. Whoever presses a button that goes with its row, or can't be pressed again, leaves the
 * keyboard nowhere, where the next Delete would be about files.
 */
export function focusTransfers(): void {
  document.querySelector<HTMLElement>('[data-transfer-list]')?.focus();
}
