/**
 * The YAML header of a Markdown file: from `---` as the very first line to the last line that begins with `---`; empty when
 * there is none. Only LF ends a line here. Prow: pkg/repoowners, decodeOwnersMdConfig.
 */
export function frontMatterOf(markdown: string): string {
  if (!markdown.startsWith("---\n")) return "";
  const last = markdown.lastIndexOf("\n---");
  // The opening line's own end cannot be the closing line's beginning as well.
  return last < "---\n".length ? "" : markdown.slice(0, last + "\n---".length);
}
