/** Lower-cases a login and takes one leading `@` off. Prow: pkg/github, NormLogin. */
export function normalLogin(login: string): string {
  const lower = lowerCase(login);
  return lower.startsWith("@") ? lower.slice(1) : lower;
}

/** Go lower-cases character by character, where JavaScript looks at the neighbours and may answer two for one. */
function lowerCase(text: string): string {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.toLowerCase();
  return Array.from(text, (character) => (character === "\u0130" ? "i" : character.toLowerCase())).join("");
}
