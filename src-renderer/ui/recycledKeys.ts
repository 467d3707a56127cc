/**
 * React keys for the rows of a list that is scrolled. What stays in view keeps its element; what comes takes the element of what goes,
 * since changing one costs a fraction of making one.
 */
export class RecycledKeys {
  private present: ReadonlyMap<string, number> = new Map();
  private made = 0;

  /** @param ids of all rows, each once */
  assign(ids: readonly string[]): number[] {
    const wanted = new Set(ids);
    const free: number[] = [];
    for (const [id, key] of this.present) if (!wanted.has(id)) free.push(key);
    const next = new Map<string, number>();
    let taken = 0;
    for (const id of ids) next.set(id, this.present.get(id) ?? free[taken++] ?? this.made++);
    this.present = next;
    return ids.map((id) => next.get(id) ?? -1);
  }
}
