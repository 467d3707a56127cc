/** How much of something each ticket under way has, and all of them together. */
export class TicketSums {
  readonly #amounts = new Map<number, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(ticket: number, amount: number): void {
    if (amount === 0) return;
    this.#amounts.set(ticket, amount);
    this.#total += amount;
  }

  remove(ticket: number): void {
    this.#total -= this.#amounts.get(ticket) ?? 0;
    this.#amounts.delete(ticket);
  }
}
