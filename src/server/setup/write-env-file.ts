import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/**
 * Puts variables into a `.env` file that only its owner can read, keeping every other line as it is. The file is
 * replaced whole, so that a crash leaves the old one or the new one.
 */
export function writeEnvFile(path: string, variables: Readonly<Record<string, string>>): void {
  const kept = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(keeps(variables)) : [];
  while (kept.at(-1) === "") kept.pop();
  const added = Object.entries(variables).map(([name, value]) => `${name}="${value.trim().replaceAll("\n", "\\n")}"`);
  const next = `${path}.new`;
  writeFileSync(next, `${[...kept, ...added].join("\n")}\n`, { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, path);
}

function keeps(variables: Readonly<Record<string, string>>): (line: string) => boolean {
  return (line) => !Object.hasOwn(variables, line.split("=", 1)[0]?.trim() ?? "");
}
