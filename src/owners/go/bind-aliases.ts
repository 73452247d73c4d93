import { isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import { GoYamlError } from "./go-yaml-error.ts";

/**
 * For every alias the node it stands for: the last one above it, in the text's order, that carries its name.
 * @throws GoYamlError for an alias without an anchor above it.
 */
export function bindAliases(root: Node): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const visit = (node: Node | null): void => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) throw new GoYamlError(`unknown anchor '${node.source}' referenced`);
      targets.set(node, target);
      return;
    }
    if (node === null) return;
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) anchors.set(node.anchor, node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return targets;
}

function childrenOf(node: Node): readonly (Node | null)[] {
  if (isMap(node)) return node.items.flatMap((pair) => [pair.key as Node, pair.value as Node | null]);
  return isSeq(node) ? (node.items as Node[]) : [];
}
