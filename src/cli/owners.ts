import { Command } from "commander";
import { unapprovedDirectories } from "../owners/approval.ts";
import type { Owners } from "../owners/owners.ts";
import { ownersReport } from "./owners/owners-report.ts";
import { readOwnersTree } from "./owners/read-owners-tree.ts";

/** What a path's owners are, as `--json` prints it. Names are sorted. */
export interface PathOwners {
  readonly path: string;
  readonly approvers: readonly string[];
  readonly leafApprovers: readonly string[];
  readonly reviewers: readonly string[];
  readonly leafReviewers: readonly string[];
  readonly requiredReviewers: readonly string[];
  readonly labels: readonly string[];
  readonly noParentOwners: boolean;
}

export interface OwnersDescription {
  readonly paths: readonly PathOwners[];
  /** Directories that `approvedBy` leaves without approval; empty when nobody was named. */
  readonly unapproved: readonly string[];
}

export interface OwnersQuestion {
  readonly owners: Owners;
  /** Relative to the root of the repository. */
  readonly paths: readonly string[];
  /** Who has approved a change of all these paths; undefined to leave approval out. */
  readonly approvedBy?: readonly string[] | undefined;
}

/** Who may approve and review each path, and what is still unapproved. */
export function describeOwners({ owners, paths, approvedBy }: OwnersQuestion): OwnersDescription {
  const approved = new Set((approvedBy ?? []).map((login) => login.toLowerCase()));
  return {
    paths: paths.map((path) => describePath(owners, path)),
    unapproved: approvedBy === undefined ? [] : unapprovedDirectories({ owners, files: paths, approved }),
  };
}

function describePath(owners: Owners, path: string): PathOwners {
  const sorted = (names: ReadonlySet<string>) => [...names].sort();
  return {
    path,
    approvers: sorted(owners.approvers(path)),
    leafApprovers: sorted(owners.leafApprovers(path)),
    reviewers: sorted(owners.reviewers(path)),
    leafReviewers: sorted(owners.leafReviewers(path)),
    requiredReviewers: sorted(owners.requiredReviewers(path)),
    labels: sorted(owners.labels(path)),
    noParentOwners: owners.isNoParentOwners(path),
  };
}

interface OwnersFlags {
  readonly dir: string;
  readonly plugins?: string;
  readonly config?: string;
  readonly repo?: string;
  readonly approvedBy?: string;
  readonly json?: boolean;
}

/** `bowsprit owners`: who owns a path of a work tree, without asking GitHub. */
export function ownersCommand(): Command {
  return new Command("owners")
    .description("who may approve and review paths of a work tree, from which OWNERS file")
    .requiredOption("--dir <tree>", "the root of the repository's work tree")
    .option("--plugins <file>", "plugins.yaml, for file names and front matter")
    .option("--config <file>", "config.yaml, for ignored directories")
    .option("--repo <owner/name>", "the repository the tree holds, for settings that belong to one")
    .option("--approved-by <logins>", "comma-separated: who has approved; says what is still unapproved")
    .option("--json", "print JSON for programs")
    .argument("<path...>", "paths relative to the tree")
    .addHelpText("after", "\nExample:\n  bowsprit owners --dir . --approved-by ann,pat -- docs/x.md pkg/a.go")
    .action((paths: readonly string[], flags: OwnersFlags) => {
      const owners = readOwnersTree(flags);
      const approvedBy = flags.approvedBy
        ?.split(",")
        .map((login) => login.trim())
        .filter((login) => login !== "");
      const description = describeOwners({ owners, paths, approvedBy });
      const text = flags.json
        ? JSON.stringify(description, null, 2)
        : ownersReport(description, { owners, approvedBy });
      process.stdout.write(`${text}\n`);
    });
}
