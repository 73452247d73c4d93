import { fieldNamed, jsonEntries, mismatch, requireJson } from "./go-json.ts";
import { type GoValue, parseGoYaml } from "./go-yaml.ts";
import { GoYamlError } from "./go-yaml-error.ts";
import { normalLogin } from "./normal-login.ts";

/** Members by alias, both normalised. */
export type Aliases = ReadonlyMap<string, ReadonlySet<string>>;

/** An aliases file as it counts; `problem` says why it does not. */
export interface ParsedAliases {
  readonly aliases: Aliases;
  readonly problem?: string;
}

/**
 * Parses an aliases file. One bad group voids the file, where Prow keeps a random part of it. Never throws.
 * Prow: pkg/repoowners, ParseAliasesConfig.
 */
export function parseAliases(text: string): ParsedAliases {
  try {
    return { aliases: decodeAliases(parseGoYaml(text)) };
  } catch (error) {
    if (!(error instanceof GoYamlError)) throw error;
    return { aliases: new Map(), problem: error.message };
  }
}

function decodeAliases(root: GoValue): Aliases {
  let groups = new Map<string, GoValue>();
  for (const [key, value] of root === null ? [] : jsonEntries(root)) {
    if (fieldNamed(["aliases"] as const, key) === undefined) requireJson(value);
    else if (value === null) groups = new Map();
    else for (const [alias, members] of jsonEntries(value)) groups.set(alias, members);
  }
  const aliases = new Map<string, ReadonlySet<string>>();
  for (const [alias, members] of groups)
    aliases.set(normalLogin(alias), new Set(memberNames(members).map(normalLogin)));
  return aliases;
}

function memberNames(members: GoValue): readonly string[] {
  requireJson(members);
  if (members === null) return [];
  if (members instanceof Map) return jsonEntries(members).map(([name]) => name);
  if (!Array.isArray(members)) throw mismatch(members, "a list of members");
  return members.map((member: GoValue) => {
    if (typeof member !== "string") throw mismatch(member, "a login");
    return member;
  });
}

/**
 * Replaces aliases by their members, one level deep: names are taken in order, and a name that an earlier alias brought in
 * falls again when it is itself an alias of the list. Prow: pkg/repoowners, ExpandAliases.
 */
export function expandAliases(sortedLogins: readonly string[], aliases: Aliases): ReadonlySet<string> {
  const expanded = new Set(sortedLogins);
  for (const login of sortedLogins) {
    const members = aliases.get(normalLogin(login));
    if (members === undefined) continue;
    expanded.delete(login);
    for (const member of members) expanded.add(member);
  }
  return expanded;
}
