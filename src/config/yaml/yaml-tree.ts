/** A file's name and where its lines start, so that a node can say where it stands. */
export class YamlSource {
  readonly file: string;
  private readonly lineStarts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    const starts = [0];
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.lineStarts = starts;
  }

  /** Line and column, both counted from 1. */
  placeOf(offset: number): Place {
    let low = 0;
    let high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { file: this.file, line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }
}

/** Where something stands: a file, and line and column counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Placed {
  readonly source: YamlSource;
  readonly offset: number;
}

export interface YamlScalar extends Placed {
  readonly kind: "scalar";
  /** As Go's YAML 1.1 reads it. */
  readonly value: string | number | boolean | null;
  /** As written, without quotes. */
  readonly text: string;
}

export interface YamlList extends Placed {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}

export interface YamlEntry extends Placed {
  readonly key: string;
  readonly value: YamlNode;
}

export interface YamlMap extends Placed {
  readonly kind: "map";
  /** In the file's order; of equal keys the last one. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

/** YAML with aliases and merge keys resolved; a node that an alias names is shared. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** Where the node, or the entry's key, stands. */
export function placeOf(node: Placed): Place {
  return node.source.placeOf(node.offset);
}

export function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** The entry under `key` as Go's encoding/json finds it: the exact name, else the last that differs in case only. */
export function findEntry(map: YamlMap, key: string): YamlEntry | undefined {
  const exact = map.entries.get(key);
  if (exact !== undefined) return exact;
  const lower = key.toLowerCase();
  let found: YamlEntry | undefined;
  for (const entry of map.entries.values()) if (entry.key.toLowerCase() === lower) found = entry;
  return found;
}

/** The place of what a path leads to, or of the nearest part of the path that exists. */
export function placeAt(root: YamlNode, path: readonly PropertyKey[]): Place {
  let node: YamlNode = root;
  let place = placeOf(root);
  for (const step of path) {
    const next: YamlNode | YamlEntry | undefined = childOf(node, step);
    if (next === undefined) break;
    place = placeOf(next);
    node = "key" in next ? next.value : next;
  }
  return place;
}

function childOf(node: YamlNode, step: PropertyKey): YamlNode | YamlEntry | undefined {
  if (node.kind === "list") return typeof step === "number" ? node.items[step] : undefined;
  return node.kind === "map" ? findEntry(node, String(step)) : undefined;
}

/** Plain values of a tree; maps become objects without a prototype, so that no key has a meaning of its own. */
export function toPlain(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toPlain);
  const object = Object.create(null) as Record<string, unknown>;
  for (const entry of node.entries.values()) object[entry.key] = toPlain(entry.value);
  return object;
}
