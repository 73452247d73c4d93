import { commitsBetween, mergeBase } from "../git/history.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import { diffTrees, type FileChange } from "../git/tree-diff.ts";
import type { Issue, Pull, Repository } from "./records.ts";
import type { World } from "./world.ts";

export function isPull(issue: Issue): issue is Pull {
  return issue.pull !== null;
}

/** Tip of the branch a pull request wants into; its recorded base when the branch is gone. */
export function baseTip(issue: Pull): string {
  return issue.repository.refs.get(`refs/heads/${issue.pull.base.ref}`) ?? issue.pull.base.sha;
}

/** What the pull request changes: from where its branch left the base to its head. */
export function changesOf(world: World, issue: Pull): readonly FileChange[] {
  const { head, base } = issue.pull;
  const from = mergeBase(world.git, issue.pull.merged ? base.sha : baseTip(issue), head.sha);
  const tree = from === undefined ? undefined : world.git.commit(from)?.tree;
  return diffTrees(world.git, tree, treeOfCommit(world, head.sha));
}

/** The pull request's own commits, oldest first. */
export function commitsOf(world: World, issue: Pull): string[] {
  const { head, base } = issue.pull;
  return commitsBetween(world.git, issue.pull.merged ? base.sha : baseTip(issue), head.sha);
}

export function treeOfCommit(world: World, sha: string): string {
  const commit = world.git.commit(sha);
  if (commit === undefined) throw new Error(`The sandbox has no commit ${sha}`);
  return commit.tree;
}

/** Whether it merges cleanly; null while GitHub is computing it. */
export function mergeableOf(world: World, issue: Pull): boolean | null {
  if (issue.pull.mergeable !== undefined) return issue.pull.mergeable;
  if (issue.pull.merged || issue.state === "closed") return null;
  return mergedTree(world, issue) !== undefined;
}

/** The tree a merge would give; undefined on a conflict. */
export function mergedTree(world: World, issue: Pull): string | undefined {
  const base = baseTip(issue);
  const from = mergeBase(world.git, base, issue.pull.head.sha);
  return mergeTrees(world.git, {
    base: from === undefined ? undefined : world.git.commit(from)?.tree,
    ours: treeOfCommit(world, base),
    theirs: treeOfCommit(world, issue.pull.head.sha),
  });
}

/** Open pull requests whose head is this branch. */
export function pullsFrom(world: World, repository: Repository, branch: string): Pull[] {
  const found: Pull[] = [];
  for (const place of world.repositories.values()) {
    for (const issue of place.issues.values()) {
      if (!isPull(issue) || issue.state !== "open") continue;
      if (issue.pull.head.repository === repository && issue.pull.head.ref === branch) found.push(issue);
    }
  }
  return found;
}
