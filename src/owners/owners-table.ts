import type { Pattern, StepBudget } from "../config/pattern.ts";
import { sortedUnique } from "./byte-order.ts";
import { normalLogin } from "./normal-login.ts";
import { patternOrNothing } from "./owner-pattern.ts";
import { type ListName, listNames, noOptions, type OwnersFile, type OwnersOptions } from "./owners-file.ts";
import { type Aliases, expandAliases } from "./parse-aliases.ts";

/** People or labels for the paths below a place that the pattern matches; for all of them without one. */
export interface TableRule {
  readonly pattern: Pattern | undefined;
  readonly members: ReadonlySet<string>;
}

/** What holds at one directory, or for one Markdown file. */
export interface TableEntry {
  readonly options: OwnersOptions;
  readonly rules: Readonly<Record<ListName, readonly TableRule[]>>;
}

/** Every place of a repository that says something about owners, by path; the root is the empty string. */
export type OwnersTable = ReadonlyMap<string, TableEntry>;

/** People and labels in one table; aliases multiply, and beyond this the files left over say nothing. */
const maxMembers = 200_000;
/** What all patterns of one table may come to, in steps; those beyond it are as if they did not compile. */
const maxSteps = 50_000;

/**
 * Puts parsed files in their places, with logins normalised and aliases written out. Patterns that do not compile are
 * left out. Prow: pkg/repoowners, applyConfigToPath.
 */
export function buildOwnersTable(
  files: Iterable<readonly [place: string, file: OwnersFile]>,
  aliases: Aliases,
): OwnersTable {
  const table = new Map<string, TableEntry>();
  let members = 0;
  const steps: StepBudget = { left: maxSteps };
  for (const [place, file] of files) {
    if (members > maxMembers) break;
    const entry = tableEntry(file, aliases, steps);
    members += membersOf(entry);
    const says = entry.options !== noOptions || listNames.some((name) => entry.rules[name].length > 0);
    if (says) table.set(place, entry);
  }
  return table;
}

function membersOf({ rules }: TableEntry): number {
  return listNames.flatMap((name) => rules[name]).reduce((sum, { members }) => sum + members.size, 0);
}

function tableEntry(file: OwnersFile, aliases: Aliases, steps: StepBudget): TableEntry {
  const rules: Record<ListName, TableRule[]> = { approvers: [], reviewers: [], requiredReviewers: [], labels: [] };
  for (const rule of file.rules) {
    const pattern = rule.pattern === undefined ? undefined : patternOrNothing(rule.pattern, steps);
    if (rule.pattern !== undefined && pattern === undefined) continue;
    for (const name of listNames) {
      if (rule[name].length === 0) continue;
      const members = name === "labels" ? new Set(rule.labels) : people(rule[name], aliases);
      rules[name].push({ pattern, members });
    }
  }
  return { options: file.options, rules };
}

function people(logins: readonly string[], aliases: Aliases): ReadonlySet<string> {
  return expandAliases(sortedUnique(logins.map(normalLogin)), aliases);
}

/**
 * The same table with approvers and reviewers who are collaborators only; required reviewers and labels stay. A rule may
 * become empty, and then the search for owners goes on above it. Prow: pkg/repoowners, filterCollaborators.
 */
export function keepCollaborators(table: OwnersTable, collaborators: ReadonlySet<string>): OwnersTable {
  const keep = ({ pattern, members }: TableRule): TableRule => ({
    pattern,
    members: new Set([...members].filter((login) => collaborators.has(login))),
  });
  const kept = new Map<string, TableEntry>();
  for (const [place, { options, rules }] of table) {
    const filtered = { ...rules, approvers: rules.approvers.map(keep), reviewers: rules.reviewers.map(keep) };
    kept.set(place, { options, rules: filtered });
  }
  return kept;
}

/** The same table where nothing is approved by itself. */
export function withoutAutoApproval(table: OwnersTable): OwnersTable {
  const strict = [...table].map(([place, { options, rules }]) => {
    return [place, { options: { ...options, autoApproveUnownedSubfolders: false }, rules }] as const;
  });
  return new Map(strict);
}
