import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, with a separator at its end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A fenced block of a document. */
export interface CodeBlock {
  readonly document: string;
  readonly language: string;
  /** What the first line names in a comment, such as `plugins.yaml`; empty when it is no comment. */
  readonly file: string;
  readonly text: string;
}

/** Documents people read, by their paths from the root. */
export function documents(): readonly string[] {
  const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", "CHANGELOG.md", ...pages.map((name) => `docs/${name}`)];
}

export function documentText(document: string): string {
  return readFileSync(join(root, document), "utf8");
}

/** Every fenced block of a document, in order. */
export function codeBlocks(document: string): readonly CodeBlock[] {
  const blocks = documentText(document).matchAll(/^```(\w*)\n(.*?)^```$/gms);
  return [...blocks].map(([, language = "", text = ""]) => {
    const file = /^(?:#|\/\/) (\S.*)\n/.exec(text)?.[1] ?? "";
    return { document, language, file, text };
  });
}
