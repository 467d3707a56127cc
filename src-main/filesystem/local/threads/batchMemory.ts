/** Contents of small files that go to a thread or come from it together. */
export const batchBytes = 1024 * 1024;
const kept = 4;

/** Memory for batches: what came back serves again. */
export class BatchMemory {
  readonly #free: ArrayBuffer[] = [];

  take(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#free.pop() ?? new ArrayBuffer(batchBytes));
  }

  giveBack(memory: ArrayBuffer | undefined): void {
    if (memory !== undefined && this.#free.length < kept) this.#free.push(memory);
  }
}
