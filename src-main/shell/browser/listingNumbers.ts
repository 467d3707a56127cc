/**
 * Listing numbers are each page's own. Several pages share one backend, so each of their listings goes there under a number that
 * nobody else has.
 */
export class ListingNumbers<Page> {
  readonly #owners = new Map<number, { readonly page: Page; readonly local: number }>();
  readonly #open = new Map<Page, Map<number, number>>();
  #last = 0;

  /** A new number for a listing that the page opens; `replaced` is the open one that had the page's number before. */
  begin(page: Page, local: number): { readonly number: number; readonly replaced: number | undefined } {
    const replaced = this.find(page, local);
    if (replaced !== undefined) this.#owners.delete(replaced);
    const number = ++this.#last;
    this.#owners.set(number, { page, local });
    const numbers = this.#open.get(page) ?? new Map<number, number>();
    this.#open.set(page, numbers.set(local, number));
    return { number, replaced };
  }

  end(number: number): void {
    const owner = this.#owners.get(number);
    if (owner === undefined) return;
    this.#owners.delete(number);
    const numbers = this.#open.get(owner.page);
    numbers?.delete(owner.local);
    if (numbers?.size === 0) this.#open.delete(owner.page);
  }

  find(page: Page, local: number): number | undefined {
    return this.#open.get(page)?.get(local);
  }

  /** Whose listing it is, and under which number; undefined when nobody waits for it any more. */
  owner(number: number): { readonly page: Page; readonly local: number } | undefined {
    return this.#owners.get(number);
  }

  /** Forgets a page that has gone. @returns the numbers of its open listings */
  leave(page: Page): number[] {
    const numbers = [...(this.#open.get(page)?.values() ?? [])];
    for (const number of numbers) this.end(number);
    return numbers;
  }
}
