/** White space as Go's `strings.Fields` and `unicode.IsSpace` know it; JavaScript's `\s` is another set. */
const GO_SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

/** The words of each line that is neither empty nor a `#` comment. */
export function* wordsByLine(text: string): Generator<readonly string[]> {
  for (const line of text.split("\n")) {
    const words = line.split(GO_SPACE).filter((word) => word !== "");
    const [first] = words;
    if (first !== undefined && !first.startsWith("#")) yield words;
  }
}
