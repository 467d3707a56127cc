/** Puts the keyboard into the list of transfers. */
export function focusTransfers(): void {
  document.querySelector<HTMLElement>('[data-transfer-list]')?.focus();
}

/**
 * For a button that goes with its row, or can't be pressed again: whoever presses it would have the keyboard nowhere, where the next
 * Delete is about files.
 */
export function thenFocusTransfers(act: () => void): () => void {
  return () => {
    act();
    focusTransfers();
  };
}
