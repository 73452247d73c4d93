import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** What GitHub turns into a mention, a reference or a closing word, in text that is neither code nor a link. */
const REFERENCES: readonly (readonly [string, RegExp])[] = [
  ["mention", /(?<![\w`])@[a-z0-9][\w/-]*/gi],
  ["closing word", /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w.-]+\/[\w.-]+)?(?:#|gh-)\d+/gi],
  ["issue", /(?:[\w.-]+\/[\w.-]+)?#\d+/g],
  ["issue", /\bgh-\d+/gi],
  ["commit", /@[0-9a-f]{7,64}\b/g],
];

/** Leaves and containers that carry no more than words. */
const INERT: ReadonlySet<string> = new Set([
  ...["root", "paragraph", "text", "inlineCode", "code", "strong", "emphasis", "delete"],
  ...["list", "listItem", "blockquote", "break"],
]);

/**
 * Everything in a Markdown text that does something when GitHub shows it, each as one line: mentions, references,
 * links, images, HTML, and whatever else is more than words and code. Sorted.
 */
export function liveParts(markdown: string): readonly string[] {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return collect(tree).sort();
}

function collect(node: Nodes): string[] {
  if (node.type === "text") return referencesIn(node.value);
  const children: readonly Nodes[] = "children" in node ? node.children : [];
  // In a link's words GitHub looks for no references.
  const within = children.flatMap((child) => (node.type === "link" && child.type === "text" ? [] : collect(child)));
  if (node.type === "html") return [`html ${node.value}`];
  if (node.type === "link") return [`link ${node.url}`, ...within];
  return INERT.has(node.type) ? within : [node.type, ...within];
}

function referencesIn(text: string): string[] {
  return REFERENCES.flatMap(([kind, pattern]) => [...text.matchAll(pattern)].map(([found]) => `${kind} ${found}`));
}
