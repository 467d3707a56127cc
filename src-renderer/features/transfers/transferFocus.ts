/** Puts the keyboard into the list of transfers. */
export function focusTransfers(): void {
  document.querySelector<HTMLElement>('[data-transfer-list]')?.focus();
}
