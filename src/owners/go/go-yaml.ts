import {
  Composer,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Parser,
  type YAMLMap,
} from "yaml";
import { guardYaml, ownersYamlLimits } from "../../config/yaml/yaml-guard.ts";
import { bindAliases } from "./bind-aliases.ts";
import { firstYamlDocument } from "./first-yaml-document.ts";
import { GoYamlError } from "./go-yaml-error.ts";
import { type GoScalar, resolveGoScalar } from "./go-yaml-scalar.ts";
import { indentContinuations } from "./indent-continuations.ts";
import { keepByteOrderMarks } from "./keep-byte-order-marks.ts";
import { markFlowColons, unmarkFlowColons } from "./mark-flow-colons.ts";
import { refuseTabs } from "./refuse-tabs.ts";

/** What go-yaml decodes a document into. */
export type GoValue = GoScalar | readonly GoValue[] | GoMap;
export type GoMap = ReadonlyMap<GoScalar, GoValue>;

/** Values made of one file, aliases written out; more is refused as a bomb. */
const maxValues = 100_000;

/**
 * The first document of the text, read as go-yaml v2 reads YAML 1.1.
 * @throws GoYamlError when go-yaml refuses the text, or it is too large, too deep or multiplies itself.
 */
export function parseGoYaml(text: string): GoValue {
  const document = firstYamlDocument(text);
  requireWithinLimits(document);
  refuseTabs(document);
  const root = composeDocument(markFlowColons(keepByteOrderMarks(document)));
  return root === null ? null : new Decoder(bindAliases(root)).decode(root);
}

function requireWithinLimits(text: string): void {
  const problem = guardYaml(text, ownersYamlLimits);
  if (problem !== undefined) throw new GoYamlError(problem.message);
}

function composeDocument(text: string): Node | null {
  const first = compose(text);
  if (first.error === undefined) return first.root;
  const indented = indentContinuations(text);
  if (indented === text) throw new GoYamlError(first.error);
  requireWithinLimits(indented);
  const second = compose(indented);
  if (second.error !== undefined) throw new GoYamlError(first.error);
  return second.root;
}

interface Composed {
  readonly root: Node | null;
  readonly error?: string;
}

function compose(text: string): Composed {
  const composer = new Composer({ version: "1.1", schema: "failsafe", resolveKnownTags: false, uniqueKeys: false });
  for (const document of composer.compose(new Parser().parse(text), true, text.length)) {
    const root = document.contents as Node | null;
    const error = document.errors.find(({ code, pos }) => code !== "UNEXPECTED_TOKEN" || !isPastRoot(pos[0], root));
    return error === undefined ? { root } : { root, error: error.message };
  }
  return { root: null };
}

/** True behind a root that has ended: go-yaml stops reading there, before whatever is wrong with the rest. */
function isPastRoot(offset: number, root: Node | null): boolean {
  if (!root?.range || offset < root.range[1]) return false;
  return isScalar(root) || (isCollection(root) && root.flow === true);
}

/** Turns the parser's nodes into values, following aliases and merge keys in go-yaml's order. */
class Decoder {
  private readonly targets: ReadonlyMap<Node, Node>;
  private readonly open = new Set<Node>();
  private values = 0;
  private aliased = 0;

  constructor(targets: ReadonlyMap<Node, Node>) {
    this.targets = targets;
  }

  decode(node: Node | null): GoValue {
    this.count();
    if (isAlias(node)) return this.decodeAlias(node, (target) => this.decode(target));
    if (isMap(node)) return this.decodeMap(node, new Map());
    if (isSeq(node)) return node.items.map((item) => this.decode(item as Node));
    return isScalar(node) ? scalarValue(node) : null;
  }

  private count(): void {
    this.values += 1;
    if (this.open.size > 0) this.aliased += 1;
    const mostlyAliases = this.aliased > 100 && this.values > 1000 && this.aliased / this.values > 0.99;
    if (this.values > maxValues || mostlyAliases) throw new GoYamlError("document contains excessive aliasing");
  }

  private decodeAlias<T>(alias: Node, decode: (target: Node) => T): T {
    const target = this.targets.get(alias);
    if (target === undefined || this.open.has(alias)) throw new GoYamlError("anchor value contains itself");
    this.open.add(alias);
    const value = decode(target);
    this.open.delete(alias);
    return value;
  }

  private decodeMap(node: YAMLMap, into: Map<GoScalar, GoValue>): GoMap {
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      if (isMergeKey(pair.key)) this.merge(pair.value, into);
      else into.set(this.decodeKey(pair.key), this.decode(pair.value));
    }
    return into;
  }

  private decodeKey(node: Node): GoScalar {
    const key = this.decode(node);
    if (typeof key === "object" && key !== null) throw new GoYamlError("invalid map key");
    return key;
  }

  /** Later entries win, so a merge overrides what stands above it and the first map of a list overrides the others. */
  private merge(node: Node | null, into: Map<GoScalar, GoValue>): void {
    const sources = isSeq(node) ? (node.items as Node[]).toReversed() : [node];
    for (const source of sources) {
      this.count();
      if (isAlias(source)) this.decodeAlias(source, (target) => this.mergeMap(target, into));
      else this.mergeMap(source, into);
    }
  }

  private mergeMap(node: Node | null, into: Map<GoScalar, GoValue>): void {
    if (!isMap(node)) throw new GoYamlError("map merge requires map or sequence of maps as the value");
    this.count();
    this.decodeMap(node, into);
  }
}

function scalarValue(node: Node): GoScalar {
  if (!isScalar(node)) return null;
  const plain = node.type === undefined || node.type === "PLAIN";
  const source = node.source ?? "";
  const text = plain ? unmarkFlowColons(source) : source;
  if (/\p{Surrogate}/u.test(text)) throw new GoYamlError("found invalid Unicode character escape code");
  return resolveGoScalar({ text, tag: node.tag, plain });
}

function isMergeKey(node: Node | null): boolean {
  if (!isScalar(node) || node.source !== "<<") return false;
  return node.tag === undefined ? node.type === "PLAIN" : node.tag === "!" || node.tag === "tag:yaml.org,2002:merge";
}
