import { ancestors, commitsBetween } from "../git/history.ts";
import type { FileChanges } from "../git/tree-files.ts";
import { Refusal } from "../refusal.ts";
import { renderPushCommit } from "../render/commit.ts";
import { type Json, webUrl } from "../render/rendering.ts";
import { fullName } from "../render/repository.ts";
import type { Acting } from "../state/actor.ts";
import { commitOn } from "../state/committing.ts";
import { pullsFrom } from "../state/pulls.ts";
import type { Account, Pull, Push, Repository } from "../state/records.ts";
import { announce, announceSubject } from "./announce.ts";
import { demand } from "./guard.ts";
import { remember } from "./timeline.ts";

export interface CommitPlan {
  readonly message?: string;
  readonly files?: FileChanges;
  readonly author?: Account;
}

export interface RefUpdate {
  readonly branch: string;
  readonly sha: string;
  /** Allows a commit that does not descend from the branch's tip. */
  readonly force?: boolean;
}

/** A chain of commits on top of another, on no branch yet; answers the last one's id. */
export function commitChain(acting: Acting, parent: string | undefined, plans: readonly CommitPlan[]): string {
  let tip = parent;
  for (const plan of plans) {
    const { message = "Change files", files = {}, author = acting.by.account } = plan;
    tip = commitOn(acting.world, tip, { message, files, author });
  }
  if (tip === undefined) throw new Error("No commit to make");
  return tip;
}

/** Commits on top of a branch and pushes. */
export function pushCommits(
  acting: Acting,
  repository: Repository,
  push: { branch: string; commits: readonly CommitPlan[] },
): string {
  const sha = commitChain(acting, repository.refs.get(`refs/heads/${push.branch}`), push.commits);
  updateBranch(acting, repository, { branch: push.branch, sha });
  return sha;
}

/** Points a branch at a commit, made when it is new; open pull requests from it follow. */
export function updateBranch(acting: Acting, repository: Repository, update: RefUpdate): void {
  demandPush(acting, repository, update.branch);
  const ref = `refs/heads/${update.branch}`;
  const before = repository.refs.get(ref);
  if (before === update.sha) return;
  const fast = before === undefined || ancestors(acting.world.git, update.sha).has(before);
  if (!fast && update.force !== true) throw new Refusal(422, "Update is not a fast forward");
  repository.refs.set(ref, update.sha);
  repository.pushedAt = acting.world.now();
  if (before === undefined) announceRef(acting, repository, { name: "create", branch: update.branch });
  announcePush(acting, repository, { ref, before, after: update.sha, forced: !fast });
  if (before === undefined) return;
  for (const pull of pullsFrom(acting.world, repository, update.branch))
    synchronize(acting, pull, { before, forced: !fast });
}

/** Deletes a branch; open pull requests from it close. */
export function deleteBranch(acting: Acting, repository: Repository, branch: string): void {
  demandPush(acting, repository, branch);
  const ref = `refs/heads/${branch}`;
  const before = repository.refs.get(ref);
  if (before === undefined) throw new Refusal(422, "Reference does not exist");
  if (branch === repository.defaultBranch) throw new Refusal(422, "Cannot delete the default branch");
  const closing = pullsFrom(acting.world, repository, branch);
  repository.refs.delete(ref);
  repository.deletedRefs.push(ref);
  for (const pull of closing) closeOrphan(acting, pull);
  announceRef(acting, repository, { name: "delete", branch });
  announcePush(acting, repository, { ref, before, after: undefined, forced: false });
}

function closeOrphan(acting: Acting, pull: Pull): void {
  pull.state = "closed";
  pull.closedAt = acting.world.now();
  pull.closedBy = acting.by.account;
  remember(acting, pull, "closed");
  announceSubject(acting, pull, { action: "closed" });
}

function synchronize(acting: Acting, pull: Pull, move: { before: string; forced: boolean }): void {
  const { head, base } = pull.pull;
  head.sha = head.repository?.refs.get(`refs/heads/${head.ref}`) ?? head.sha;
  base.sha = pull.repository.refs.get(`refs/heads/${base.ref}`) ?? base.sha;
  remember(acting, pull, move.forced ? "head_ref_force_pushed" : "committed", { commit: head.sha });
  announceSubject(acting, pull, { action: "synchronize", before: move.before, after: head.sha });
}

function demandPush(acting: Acting, repository: Repository, branch: string): void {
  const pulls = pullsFrom(acting.world, repository, branch);
  const own = pulls.some((pull) => pull.author === acting.by.account);
  demand(acting, repository, { people: own ? "read" : "write", app: ["contents"], access: "write" });
}

function announceRef(
  acting: Acting,
  repository: Repository,
  about: { name: "create" | "delete"; branch: string },
): void {
  const { name, branch } = about;
  const made =
    name === "create" ? { master_branch: repository.defaultBranch, description: repository.description } : {};
  const fields = () => ({ ref: branch, ref_type: "branch", pusher_type: "user", ...made });
  announce(acting, name, { repository, fields });
}

interface Move {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly forced: boolean;
}

const NOTHING = "0".repeat(40);

function announcePush(acting: Acting, repository: Repository, move: Move): void {
  const { world, by } = acting;
  const { ref, before = NOTHING, after = NOTHING } = move;
  repository.pushes.push({
    id: world.nextId(),
    ref,
    before,
    after,
    at: world.now(),
    actor: by.account,
    kind: kindOf(move),
  });
  announce(acting, "push", { repository, fields: () => pushFields(acting, repository, move) });
}

function kindOf({ before, after, forced }: Move): Push["kind"] {
  if (before === undefined) return "branch_creation";
  if (after === undefined) return "branch_deletion";
  return forced ? "force_push" : "push";
}

function pushFields(acting: Acting, repository: Repository, move: Move): Json {
  const { world, by } = acting;
  const { before, after } = move;
  const base = before ?? repository.refs.get(`refs/heads/${repository.defaultBranch}`);
  const shas = after === undefined ? [] : commitsBetween(world.git, base ?? after, after);
  const commits = shas.map((sha) => renderPushCommit(world, repository, sha));
  return {
    ref: move.ref,
    before: before ?? NOTHING,
    after: after ?? NOTHING,
    created: before === undefined,
    deleted: after === undefined,
    forced: move.forced,
    base_ref: null,
    compare: webUrl(
      world,
      `${fullName(repository)}/compare/${(before ?? NOTHING).slice(0, 12)}...${(after ?? NOTHING).slice(0, 12)}`,
    ),
    commits,
    head_commit: after === undefined ? null : renderPushCommit(world, repository, after),
    pusher: { name: by.account.login, email: `${by.account.login}@users.noreply.github.com` },
  };
}
