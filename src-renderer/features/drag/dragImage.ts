/** Shows under the pointer what is dragged: an icon, and a name or a number of things. */
export function setDragImage(transfer: DataTransfer, icon: Element | undefined, label: string): void {
  const image = document.createElement('div');
  image.className = 'drag-image';
  if (icon !== undefined) image.append(icon.cloneNode(true));
  const words = document.createElement('span');
  words.className = 'ellipsis';
  words.textContent = label;
  image.append(words);
  document.body.append(image);
  transfer.setDragImage(image, -12, -4);
  // The browser has taken its picture when the handler returns.
  setTimeout(() => image.remove(), 0);
}
