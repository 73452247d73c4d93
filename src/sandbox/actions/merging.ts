import { layOver } from "../git/tree-files.ts";
import { Refusal } from "../refusal.ts";
import { changesOfCommit } from "../render/commit.ts";
import type { Acting } from "../state/actor.ts";
import { signatureOf } from "../state/committing.ts";
import { baseTip, commitsOf, mergeableOf, mergedTree } from "../state/pulls.ts";
import type { Pull } from "../state/records.ts";
import { announceSubject } from "./announce.ts";
import { demand } from "./guard.ts";
import { updateBranch } from "./pushing.ts";
import { remember } from "./timeline.ts";

export interface MergeFields {
  readonly method?: "merge" | "squash" | "rebase";
  /** The head the caller looked at; 409 when it has moved. */
  readonly sha?: string;
  readonly title?: string;
  readonly message?: string;
}

/** Merges; answers the id of the commit that is now the base branch's tip. */
export function mergePull(acting: Acting, issue: Pull, fields: MergeFields = {}): string {
  demand(acting, issue.repository, { people: "write", app: ["contents"], access: "write" });
  const tree = checkMerge(acting, issue, fields);
  const sha = mergeCommit(acting, issue, { tree, ...fields });
  const { pull } = issue;
  const now = acting.world.now();
  Object.assign(pull.base, { sha: baseTip(issue) });
  Object.assign(pull, { merged: true, mergedAt: now, mergedBy: acting.by.account, mergeCommit: sha });
  Object.assign(issue, { state: "closed", closedAt: now, closedBy: acting.by.account });
  remember(acting, issue, "merged", { commit: sha });
  remember(acting, issue, "closed");
  updateBranch({ world: acting.world, by: { kind: "stage-hand", account: acting.by.account } }, issue.repository, {
    branch: pull.base.ref,
    sha,
  });
  announceSubject(acting, issue, { action: "closed" });
  return sha;
}

function checkMerge(acting: Acting, issue: Pull, fields: MergeFields): string {
  const { pull } = issue;
  if (pull.merged || issue.state === "closed") throw new Refusal(405, "Pull Request is not mergeable");
  if (pull.draft) throw new Refusal(405, "Pull Request is still a draft");
  if (fields.sha !== undefined && fields.sha !== pull.head.sha) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  const tree = mergedTree(acting.world, issue);
  if (tree === undefined || mergeableOf(acting.world, issue) === false)
    throw new Refusal(405, "Pull Request is not mergeable");
  return tree;
}

function mergeCommit(acting: Acting, issue: Pull, plan: MergeFields & { tree: string }): string {
  const { world, by } = acting;
  const { pull } = issue;
  const base = baseTip(issue);
  if (plan.method === "rebase") return rebased(acting, issue, base);
  const squash = plan.method === "squash";
  const title = plan.title ?? defaultTitle(issue, squash);
  const message = plan.message ?? (squash ? (issue.body ?? "") : issue.title);
  const author = signatureOf(world, squash ? issue.author : by.account);
  const committer = signatureOf(world, by.account);
  const parents = squash ? [base] : [base, pull.head.sha];
  return world.git.writeCommit({
    tree: plan.tree,
    parents,
    author,
    committer,
    message: message === "" ? title : `${title}\n\n${message}`,
  });
}

function defaultTitle(issue: Pull, squash: boolean): string {
  const { head } = issue.pull;
  if (squash) return `${issue.title} (#${issue.number})`;
  return `Merge pull request #${issue.number} from ${head.owner.login}/${head.ref}`;
}

function rebased(acting: Acting, issue: Pull, base: string): string {
  const { world, by } = acting;
  let tip = base;
  for (const sha of commitsOf(world, issue)) {
    const commit = world.git.commit(sha);
    if (commit === undefined || commit.parents.length > 1) continue;
    const tree = layOver(world.git, world.git.commit(tip)?.tree, changedFiles(acting, sha));
    const committer = signatureOf(world, by.account);
    tip = world.git.writeCommit({ ...commit, tree, parents: [tip], committer });
  }
  return tip;
}

function changedFiles(acting: Acting, sha: string): Record<string, Uint8Array | null> {
  const { world } = acting;
  const commit = world.git.commit(sha);
  if (commit === undefined) return {};
  const changed: Record<string, Uint8Array | null> = Object.create(null);
  for (const change of changesOfCommit(world, commit)) {
    changed[change.path] = change.status === "removed" ? null : (world.git.blob(change.id) ?? null);
    if (change.previousPath !== undefined) changed[change.previousPath] = null;
  }
  return changed;
}
