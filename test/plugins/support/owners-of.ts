import type { Owners } from "../../../src/owners/owners.ts";
import { resolveOwners } from "../../../src/owners/resolve-owners.ts";

/** Owners as these OWNERS files say, everybody counting. */
export function ownersOf(files: Readonly<Record<string, string>>): Owners {
  const settings = {
    fileName: "OWNERS",
    aliasesPath: "OWNERS_ALIASES",
    markdownFrontMatter: true,
    skipCollaborators: true,
    ignoredDirectories: [],
  };
  return resolveOwners({ files: new Map(Object.entries(files)) }, { settings });
}
