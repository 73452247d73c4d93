import { fieldNamed, jsonEntries, mismatch, requireJson } from "./go/go-json.ts";
import { type GoValue, parseGoYaml } from "./go/go-yaml.ts";
import { GoYamlError } from "./go/go-yaml-error.ts";
import { normalLogin } from "./normal-login.ts";

/** Members by alias, both normalised. */
export type Aliases = ReadonlyMap<string, ReadonlySet<string>>;

/** An aliases file as it counts; `problem` says why it does not. */
export interface ParsedAliases {
  readonly aliases: Aliases;
  readonly problem?: string;
}

/**
 * Parses an aliases file. A bad group ends it: groups whose names come before the bad one's count, those behind do not.
 * Prow stops there too, but walks a Go map, whose order is mostly this one and now and then another. Never throws.
 * Prow: pkg/repoowners, ParseAliasesConfig.
 */
export function parseAliases(text: string): ParsedAliases {
  const aliases = new Map<string, ReadonlySet<string>>();
  try {
    for (const [alias, members] of decodeGroups(parseGoYaml(text)))
      aliases.set(normalLogin(alias), new Set(memberNames(members).map(normalLogin)));
    return { aliases };
  } catch (error) {
    if (!(error instanceof GoYamlError)) throw error;
    return { aliases, problem: error.message };
  }
}

function decodeGroups(root: GoValue): ReadonlyMap<string, GoValue> {
  let groups = new Map<string, GoValue>();
  for (const [key, value] of root === null ? [] : jsonEntries(root)) {
    if (fieldNamed(["aliases"] as const, key) === undefined) requireJson(value);
    else if (value === null) groups = new Map();
    else for (const [alias, members] of jsonEntries(value)) groups.set(alias, members);
  }
  for (const members of groups.values()) requireJson(members);
  return groups;
}

function memberNames(members: GoValue): readonly string[] {
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
