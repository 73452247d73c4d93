/** An owner may have an underscore: companies that manage their people's accounts have one in each. */
const REPOSITORY = /^[A-Za-z0-9_-]{1,39}(?:\/[A-Za-z0-9._-]{1,100})?$/;

/**
 * A repository or owner as a person wrote it, spelt as plugins.yaml spells it: letter case matters to the file and not
 * to GitHub. Undefined when the text names neither.
 */
export function repositoryName(written: string, scopes: readonly string[]): string | undefined {
  if (!REPOSITORY.test(written)) return undefined;
  const [owner = "", ...name] = written.split("/");
  const owners = scopes.map((scope) => scope.split("/")[0] ?? "");
  return alike(written, scopes) ?? [alike(owner, owners) ?? owner, ...name].join("/");
}

function alike(name: string, among: readonly string[]): string | undefined {
  return among.find((other) => other === name) ?? among.find((other) => other.toLowerCase() === name.toLowerCase());
}
