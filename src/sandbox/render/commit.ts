import type { CommitData, Signature } from "../git/git-store.ts";
import { diffTrees, type FileChange } from "../git/tree-diff.ts";
import { accountOfEmail } from "../state/committing.ts";
import type { Repository } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderUser } from "./account.ts";
import { apiUrl, iso, type Json, nodeId, webUrl } from "./rendering.ts";
import { fullName, repositoryPath } from "./repository.ts";

const UNSIGNED = { verified: false, reason: "unsigned", signature: null, payload: null };
const UNSIGNED_REST = { ...UNSIGNED, verified_at: null };

export function commitOf(world: World, sha: string): CommitData {
  const commit = world.git.commit(sha);
  if (commit === undefined) throw new Error(`The sandbox has no commit ${sha}`);
  return commit;
}

/** GitHub's `commit`: the git commit and the accounts behind its signatures. */
export function renderCommit(world: World, repository: Repository, sha: string): Json {
  const commit = commitOf(world, sha);
  const url = apiUrl(world, `${repositoryPath(repository)}/commits/${sha}`);
  const page = webUrl(world, `${fullName(repository)}/commit/${sha}`);
  return {
    sha,
    node_id: nodeId("C", sha),
    commit: innerCommit(world, repository, { sha, commit }),
    url,
    html_url: page,
    comments_url: `${url}/comments`,
    author: renderSigner(world, commit.author),
    committer: renderSigner(world, commit.committer),
    parents: parentsOf(world, repository, commit),
  };
}

/** A commit as `status` webhooks carry it, which know nothing of when it was verified. */
export function renderHookCommit(world: World, repository: Repository, sha: string): Json {
  const about = { sha, commit: commitOf(world, sha) };
  const inner = { ...innerCommit(world, repository, about), verification: UNSIGNED };
  return { ...renderCommit(world, repository, sha), commit: inner };
}

/** The single commit, which also says what it changes. */
export function renderFullCommit(world: World, repository: Repository, sha: string): Json {
  const commit = commitOf(world, sha);
  const changes = changesOfCommit(world, commit);
  const additions = changes.reduce((sum, change) => sum + change.additions, 0);
  const deletions = changes.reduce((sum, change) => sum + change.deletions, 0);
  return {
    ...renderCommit(world, repository, sha),
    stats: { total: additions + deletions, additions, deletions },
    files: changes.map((change) => renderFile(world, repository, { change, ref: sha })),
  };
}

/** GitHub's `git-commit`. */
export function renderGitCommit(world: World, repository: Repository, sha: string): Json {
  const commit = commitOf(world, sha);
  return {
    sha,
    node_id: nodeId("C", sha),
    url: apiUrl(world, `${repositoryPath(repository)}/git/commits/${sha}`),
    html_url: webUrl(world, `${fullName(repository)}/commit/${sha}`),
    author: renderSignature(commit.author),
    committer: renderSignature(commit.committer),
    tree: renderTreeLink(world, repository, commit.tree),
    message: commit.message,
    parents: parentsOf(world, repository, commit),
    verification: UNSIGNED_REST,
  };
}

/** GitHub's `diff-entry`: one changed file. */
export function renderFile(world: World, repository: Repository, about: { change: FileChange; ref: string }): Json {
  const { change, ref } = about;
  const at = `${ref}/${encodeURI(change.path)}`;
  return {
    sha: change.id,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: webUrl(world, `${fullName(repository)}/blob/${at}`),
    raw_url: webUrl(world, `${fullName(repository)}/raw/${at}`),
    contents_url: apiUrl(world, `${repositoryPath(repository)}/contents/${encodeURI(change.path)}?ref=${ref}`),
    ...(change.patch === "" ? {} : { patch: change.patch }),
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  };
}

/** A commit as `push` webhooks carry it. */
export function renderPushCommit(world: World, repository: Repository, sha: string): Json {
  const commit = commitOf(world, sha);
  const changes = changesOfCommit(world, commit);
  const paths = (status: string): string[] => changes.filter((one) => one.status === status).map((one) => one.path);
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: iso(commit.committer.date),
    url: webUrl(world, `${fullName(repository)}/commit/${sha}`),
    author: pusher(world, commit.author),
    committer: pusher(world, commit.committer),
    added: [...paths("added"), ...paths("renamed")],
    removed: paths("removed"),
    modified: paths("modified"),
  };
}

export function changesOfCommit(world: World, commit: CommitData): readonly FileChange[] {
  const [parent] = commit.parents;
  return diffTrees(world.git, parent === undefined ? undefined : commitOf(world, parent).tree, commit.tree);
}

function innerCommit(world: World, repository: Repository, about: { sha: string; commit: CommitData }): Json {
  const { sha, commit } = about;
  return {
    author: renderSignature(commit.author),
    committer: renderSignature(commit.committer),
    message: commit.message,
    tree: renderTreeLink(world, repository, commit.tree),
    url: apiUrl(world, `${repositoryPath(repository)}/git/commits/${sha}`),
    comment_count: 0,
    verification: UNSIGNED_REST,
  };
}

function renderTreeLink(world: World, repository: Repository, sha: string): Json {
  return { sha, url: apiUrl(world, `${repositoryPath(repository)}/git/trees/${sha}`) };
}

function parentsOf(world: World, repository: Repository, commit: CommitData): Json[] {
  return commit.parents.map((sha) => ({
    sha,
    url: apiUrl(world, `${repositoryPath(repository)}/commits/${sha}`),
    html_url: webUrl(world, `${fullName(repository)}/commit/${sha}`),
  }));
}

function renderSignature(signature: Signature): Json {
  return { name: signature.name, email: signature.email, date: iso(signature.date) };
}

function renderSigner(world: World, signature: Signature): Json | null {
  const account = accountOfEmail(world, signature.email);
  return account === undefined ? null : renderUser(world, account);
}

function pusher(world: World, signature: Signature): Json {
  const account = accountOfEmail(world, signature.email);
  const login = account === undefined ? {} : { username: account.login };
  return { name: signature.name, email: signature.email, ...login };
}
