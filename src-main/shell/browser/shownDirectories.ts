import type { Location } from '../../../src-shared/model/location.ts';

/** As many as one request may name. */
const most = 64;

/** What each page shows. Several pages share one backend, which is told of all of them together. */
export class ShownDirectories<Page> {
  readonly #pages = new Map<Page, readonly Location[]>();

  /** What is shown now, by this page and the others. */
  show(page: Page, locations: readonly Location[]): readonly Location[] {
    this.#pages.set(page, locations);
    return this.#all();
  }

  /** What is still shown; undefined when the page had shown nothing. */
  leave(page: Page): readonly Location[] | undefined {
    return this.#pages.delete(page) ? this.#all() : undefined;
  }

  #all(): readonly Location[] {
    const all = new Map<string, Location>();
    for (const location of [...this.#pages.values()].flat()) all.set(`${location.endpoint}\n${location.path}`, location);
    return [...all.values()].slice(0, most);
  }
}
