/**
 * Sets by distance; nobody stands in two of them. Prow: pkg/layeredsets, where the index counts levels up from the path.
 */
export class LayeredSets {
  private readonly sets: Set<string>[] = [];
  private readonly all = new Set<string>();

  /** Adds to a layer whoever no layer has yet; the layer exists afterwards even when it is empty. */
  insert(layer: number, items: Iterable<string>): void {
    while (this.sets.length <= layer) this.sets.push(new Set());
    for (const item of items) {
      if (this.all.has(item)) continue;
      this.all.add(item);
      this.sets[layer]?.add(item);
    }
  }

  get layers(): readonly ReadonlySet<string>[] {
    return this.sets;
  }

  get members(): ReadonlySet<string> {
    return this.all;
  }
}
