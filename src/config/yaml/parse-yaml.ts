import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Node as YamlAst } from "yaml";
import { ConfigError, type ConfigProblem } from "../config-error.ts";
import { printable } from "../printable.ts";
import { composeYaml, TooManyMistakes } from "./compose-yaml.ts";
import { scanYaml, type YamlLimits } from "./yaml-guard.ts";
import { resolvePlain } from "./yaml-scalar.ts";
import { type Place, placeAt, toPlain, type YamlEntry, type YamlMap, type YamlNode, YamlSource } from "./yaml-tree.ts";

/** A YAML text that could be read. */
export interface ParsedYaml {
  /** Undefined when the text holds nothing. */
  readonly root: YamlNode | undefined;
  /** The same as plain values; maps have no prototype. */
  readonly value: unknown;
  /** Where a path leads, or how far it can be followed. */
  positionOf(path: readonly (string | number)[]): Place;
  /** Warnings: repeated keys, further documents. */
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads YAML 1.1 as Go does: the first document only, of equal keys the last. Linear in the text and safe for any text.
 * @throws ConfigError with line and column when it is not YAML or asks too much.
 */
export function parseYaml(text: string, file: string, limits: Partial<YamlLimits> = {}): ParsedYaml {
  const scan = scanYaml(text, limits);
  if ("problem" in scan) throw new ConfigError([{ file, severity: "error", ...scan.problem }]);
  const source = new YamlSource(file, text);
  const [first, second] = compose(scan.tokens, text, file);
  const reader = new TreeReader(source);
  if (first !== undefined && first.errors.length > 0) throw new ConfigError([syntaxProblem(first, source)]);
  if (second !== undefined) reader.warn(second.range[0], "only the first YAML document is read; move this into it");
  const contents = first?.contents ?? undefined;
  const root = contents === undefined || isEmptyScalar(contents) ? undefined : reader.read(contents);
  return {
    root,
    get value() {
      return root === undefined ? null : toPlain(root);
    },
    positionOf: (path) => (root === undefined ? source.placeOf(0) : placeAt(root, path)),
    problems: reader.problems,
  };
}

type Tokens = Extract<ReturnType<typeof scanYaml>, { tokens: unknown }>["tokens"];

function compose(tokens: Tokens, text: string, file: string): Document.Parsed[] {
  try {
    return composeYaml(tokens, text.length);
  } catch (error) {
    if (!(error instanceof TooManyMistakes)) throw error;
    const message = `not YAML: more than a hundred mistakes, the last of them: ${printable(error.message, 200).slice(1, -1)}`;
    throw new ConfigError([{ file, line: 1, column: 1, severity: "error", message }]);
  }
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === "" && node.type === "PLAIN" && node.range?.[0] === node.range?.[1];
}

function syntaxProblem(document: Document.Parsed, source: YamlSource): ConfigProblem {
  const [error] = document.errors;
  const advice = new Map<string, string>([
    ["TAB_AS_INDENT", "indent with spaces"],
    ["BAD_INDENT", "line it up with what stands above, and close every bracket"],
    ["BAD_ALIAS", "put a value that begins with * in quotes"],
    ["UNEXPECTED_TOKEN", "put a value with special characters in quotes"],
    ["BAD_SCALAR_START", "put the value in quotes"],
    ["MISSING_CHAR", "add the missing quote or bracket"],
    ["BLOCK_AS_IMPLICIT_KEY", "one `key: value` a line"],
    ["MULTILINE_IMPLICIT_KEY", "end the key with `:` on its line"],
  ]).get(error?.code ?? "");
  const message = `not YAML: ${printable(error?.message ?? "", 200).slice(1, -1)}`;
  const place = source.placeOf(error?.pos[0] ?? 0);
  return { ...place, severity: "error", message: advice === undefined ? message : `${message}; ${advice}` };
}

/** Far more than any real file comes to once aliases are written out, and little enough to walk. */
const expandedNodes = 500_000;
const expandedDepth = 200;

interface Measured {
  readonly node: YamlNode;
  readonly size: number;
  readonly depth: number;
}

/** Turns the library's nodes into ours: aliases followed, merge keys merged, repeated keys reported. */
class TreeReader {
  readonly problems: ConfigProblem[] = [];
  private readonly source: YamlSource;
  private readonly anchors = new Map<string, Measured>();

  constructor(source: YamlSource) {
    this.source = source;
  }

  warn(offset: number, message: string): void {
    this.problems.push({ ...this.source.placeOf(offset), severity: "warning", message });
  }

  read(node: unknown): YamlNode {
    return this.measure(node, 0).node;
  }

  private measure(node: unknown, offset: number): Measured {
    if (isAlias(node)) return this.follow(node);
    const measured = this.convert(node, offset);
    if (measured.size > expandedNodes || measured.depth > expandedDepth) {
      this.refuse(offset, "aliases make this too large; write the values out");
    }
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.anchors.set(anchor, measured);
    return measured;
  }

  private convert(node: unknown, fallback: number): Measured {
    const offset = (node as YamlAst | null)?.range?.[0] ?? fallback;
    if (isMap(node)) return this.map(node.items as Pair[], offset);
    if (isSeq(node)) return this.list(node.items, offset);
    const text = isScalar(node) ? String(node.value ?? "") : "";
    const value = !isScalar(node) || isPlain(node) ? resolvePlain(text) : text;
    return { node: { kind: "scalar", source: this.source, offset, value, text }, size: 1, depth: 0 };
  }

  private list(items: readonly unknown[], offset: number): Measured {
    const measured = items.map((item) => this.measure(item, offset));
    const node: YamlNode = { kind: "list", source: this.source, offset, items: measured.map((item) => item.node) };
    return { node, ...total(measured) };
  }

  private map(pairs: readonly Pair[], offset: number): Measured {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlMap[] = [];
    const parts: Measured[] = [];
    for (const { key, value } of pairs) {
      const keyOffset = (key as YamlAst | null)?.range?.[0] ?? offset;
      const part = this.measure(value, keyOffset);
      parts.push(part);
      const name = this.keyText(key, keyOffset);
      if (name === "<<") merged.push(...this.mergeable(part.node, keyOffset));
      else {
        if (entries.has(name)) this.warn(keyOffset, `the key ${printable(name)} is repeated; only this one counts`);
        entries.set(name, { key: name, source: this.source, offset: keyOffset, value: part.node });
      }
    }
    for (const map of merged) {
      for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
    }
    return { node: { kind: "map", source: this.source, offset, entries }, ...total(parts) };
  }

  private keyText(key: unknown, offset: number): string {
    const { node } = this.measure(key, offset);
    if (node.kind !== "scalar") return this.refuse(offset, "a list or map cannot be a key; put it in quotes");
    return node.text;
  }

  private mergeable(node: YamlNode, offset: number): YamlMap[] {
    const maps = node.kind === "list" ? node.items : [node];
    return maps.map((map) =>
      map.kind === "map" ? map : this.refuse(offset, "only maps can be merged with <<; name an anchor of a map"),
    );
  }

  private follow(alias: Alias): Measured {
    const found = this.anchors.get(alias.source);
    if (found !== undefined) return found;
    return this.refuse(alias.range?.[0] ?? 0, `no anchor &${printable(alias.source).slice(1, -1)} above this alias`);
  }

  private refuse(offset: number, message: string): never {
    throw new ConfigError([{ ...this.source.placeOf(offset), severity: "error", message }]);
  }
}

function isPlain(node: { type?: string | undefined; tag?: string | undefined }): boolean {
  return node.type === "PLAIN" && node.tag !== "tag:yaml.org,2002:str";
}

function total(parts: readonly Measured[]): { size: number; depth: number } {
  let size = 1;
  let depth = 0;
  for (const part of parts) {
    size += part.size;
    depth = Math.max(depth, part.depth + 1);
  }
  return { size, depth };
}
