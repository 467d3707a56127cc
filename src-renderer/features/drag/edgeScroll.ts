/** Pixels from the upper and lower edge of a list within which a drag scrolls it. */
const edge = 28;
/** Scrolls the list under a drag that is held at its edge, the nearer the more; returns whether it moved. */
export function scrollAtEdge(target: Element, y: number): boolean {
  const list = target.closest('.file-list-body');
  const box = list?.getBoundingClientRect();
  if (list === null || box === undefined || box.height < 3 * edge) return false;
  const before = list.scrollTop;
  if (y < box.top + edge) list.scrollTop -= box.top + edge - y;
  else if (y > box.bottom - edge) list.scrollTop += y - box.bottom + edge;
  return list.scrollTop !== before;
}
