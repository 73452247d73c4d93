/** Blank lines and comments before the first line that says something, when that one begins with a byte order mark. */
const PROLOGUE = /^(?:[ \t]*(?:#.*)?\n)*(?=\ufeff)/;

/**
 * Begins the document by hand before a byte order mark that would be its first character. For go-yaml only the mark a
 * text begins with is none of it, and any other is part of the name it stands in; npm `yaml` drops it before every
 * document that nothing announces. Linear in the text.
 */
export function keepByteOrderMarks(text: string): string {
  const prologue = PROLOGUE.exec(text)?.[0];
  return prologue === undefined ? text : `${prologue}---\n${text.slice(prologue.length)}`;
}
