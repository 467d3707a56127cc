/** Shows a number and a word under the pointer while rows are dragged. */
export function setDragImage(transfer: DataTransfer, label: string): void {
  const image = document.createElement('div');
  image.className = 'drag-image';
  image.textContent = label;
  document.body.append(image);
  transfer.setDragImage(image, -12, -4);
  // The browser has taken its picture when the handler returns.
  setTimeout(() => image.remove(), 0);
}
