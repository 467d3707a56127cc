/** What is dragged, under the pointer: an icon, and a name or a number of things. */
export class DragImage {
  readonly #element: HTMLElement;

  constructor(icon: Element | undefined, label: string) {
    this.#element = document.createElement('div');
    this.#element.className = 'drag-image';
    this.#element.setAttribute('aria-hidden', 'true');
    if (icon !== undefined) this.#element.append(icon.cloneNode(true));
    const words = document.createElement('span');
    words.className = 'ellipsis';
    words.textContent = label;
    this.#element.append(words);
    document.body.append(this.#element);
  }

  moveTo(x: number, y: number): void {
    this.#element.style.transform = `translate(${x + 12}px, ${y + 4}px)`;
  }

  remove(): void {
    this.#element.remove();
  }
}
