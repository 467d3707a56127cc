/** One thing that is looked at; `values` has one a round. */
export interface Measurement {
  readonly id: string;
  readonly values: readonly number[];
  readonly unit: string;
}

/** Values by name, collected round by round. */
export class Measurements {
  readonly #all = new Map<string, { unit: string; values: number[] }>();

  add(id: string, value: number, unit: string): void {
    const known = this.#all.get(id) ?? { unit, values: [] };
    known.values.push(value);
    this.#all.set(id, known);
  }

  get all(): readonly Measurement[] {
    return [...this.#all].map(([id, { unit, values }]) => ({ id, unit, values }));
  }
}
