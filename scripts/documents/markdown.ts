/** A table; a bar would end a cell, a line end the table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

export function code(text: string): string {
  return `\`${text}\``;
}

/**
 * `document` with what stands between `<!-- name: … -->` and `<!-- end of name -->` replaced.
 * @throws when the document has no such place.
 */
export function fill(document: string, name: string, content: string): string {
  const start = document.indexOf(`<!-- ${name}:`);
  const from = document.indexOf("-->\n", start) + "-->\n".length;
  const to = document.indexOf(`<!-- end of ${name} -->`);
  if (start === -1 || to < from) throw new Error(`the document has no place for ${name}`);
  return `${document.slice(0, from)}\n${content}\n\n${document.slice(to)}`;
}
