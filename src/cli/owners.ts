import { Command } from "commander";
import { describeOwners } from "./owners/describe-owners.ts";
import { ownersReport } from "./owners/owners-report.ts";
import { pathInTree } from "./owners/path-in-tree.ts";
import { readOwnersTree } from "./owners/read-owners-tree.ts";
import { safeJson } from "./owners/safe-json.ts";
import { print } from "./print.ts";

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
    .action((given: readonly string[], flags: OwnersFlags) => {
      const owners = readOwnersTree(flags);
      const paths = given.map((path) => pathInTree(path, flags.dir));
      const approvedBy = flags.approvedBy
        ?.split(",")
        .map((login) => login.trim())
        .filter((login) => login !== "");
      const description = describeOwners({ owners, paths, approvedBy });
      const text = flags.json ? safeJson(description) : ownersReport(description, { owners, approvedBy });
      print(text);
    });
}
