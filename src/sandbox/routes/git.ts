import { demand } from "../actions/guard.ts";
import { deleteBranch, updateBranch } from "../actions/pushing.ts";
import { typeOfMode } from "../git/git-store.ts";
import { type FileEntry, filesOf, listTree, treeOf } from "../git/tree-files.ts";
import { requiredText, text, texts } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { pageOf } from "../http/pages.ts";
import { param, repositoryOf } from "../http/path-subject.ts";
import { created, noContent, ok, type Reply } from "../http/reply.ts";
import { notFound, orNotFound, Refusal } from "../refusal.ts";
import { renderGitCommit } from "../render/commit.ts";
import { apiUrl, type Json, nodeId } from "../render/rendering.ts";
import { repositoryPath } from "../render/repository.ts";
import { signatureOf } from "../state/committing.ts";
import type { Repository } from "../state/records.ts";

const MOST_ENTRIES = 100_000;
const BRANCHES = "refs/heads/";

/** Git's own objects and refs. */
export const gitRoutes: readonly Route[] = [
  { pattern: "GET /repos/{owner}/{repo}/git/ref/{ref}", run: readRef },
  { pattern: "GET /repos/{owner}/{repo}/git/matching-refs/{ref}", run: matchingRefs },
  { pattern: "POST /repos/{owner}/{repo}/git/refs", run: createRef },
  { pattern: "PATCH /repos/{owner}/{repo}/git/refs/{ref}", run: updateRef },
  { pattern: "DELETE /repos/{owner}/{repo}/git/refs/{ref}", run: removeRef },
  { pattern: "GET /repos/{owner}/{repo}/git/trees/{tree_sha}", run: readTree },
  { pattern: "POST /repos/{owner}/{repo}/git/trees", run: createTree },
  { pattern: "GET /repos/{owner}/{repo}/git/blobs/{file_sha}", run: readBlob },
  { pattern: "POST /repos/{owner}/{repo}/git/blobs", run: createBlob },
  { pattern: "GET /repos/{owner}/{repo}/git/commits/{commit_sha}", run: readCommit },
  { pattern: "POST /repos/{owner}/{repo}/git/commits", run: createCommit },
];

function readable(call: Call): Repository {
  return repositoryOf(call, ["contents"]);
}

function writable(call: Call): Repository {
  const repository = repositoryOf(call);
  demand(acting(call), repository, { people: "write", app: ["contents"], access: "write" });
  return repository;
}

function renderRef(call: Call, repository: Repository, about: { ref: string; sha: string }): Json {
  const { ref, sha } = about;
  const base = repositoryPath(repository);
  return {
    ref,
    node_id: nodeId("REF", ref),
    url: apiUrl(call.world, `${base}/git/${ref}`),
    object: { sha, type: "commit", url: apiUrl(call.world, `${base}/git/commits/${sha}`) },
  };
}

function readRef(call: Call): Reply {
  const repository = readable(call);
  const ref = `refs/${param(call, "ref")}`;
  const sha = orNotFound(repository.refs.get(ref));
  return ok(renderRef(call, repository, { ref, sha }));
}

function matchingRefs(call: Call): Reply {
  const repository = readable(call);
  const prefix = `refs/${param(call, "ref")}`;
  const found = [...repository.refs].filter(([ref]) => ref.startsWith(prefix));
  const { items, headers } = pageOf(call, found);
  return { ...ok(items.map(([ref, sha]) => renderRef(call, repository, { ref, sha }))), headers };
}

function createRef(call: Call): Reply {
  const repository = writable(call);
  const [ref, sha] = [requiredText(call, "ref", "Reference"), requiredText(call, "sha", "Reference")];
  if (!ref.startsWith(BRANCHES)) throw new Refusal(422, "Reference name must start with 'refs/heads/'.");
  if (repository.refs.has(ref)) throw new Refusal(422, "Reference already exists");
  if (call.world.git.commit(sha) === undefined) throw new Refusal(422, "Object does not exist");
  updateBranch(acting(call), repository, { branch: ref.slice(BRANCHES.length), sha });
  return created(renderRef(call, repository, { ref, sha }));
}

function updateRef(call: Call): Reply {
  const repository = writable(call);
  const ref = `refs/${param(call, "ref")}`;
  const sha = requiredText(call, "sha", "Reference");
  if (!repository.refs.has(ref)) throw new Refusal(422, "Reference does not exist");
  if (call.world.git.commit(sha) === undefined) throw new Refusal(422, "Object does not exist");
  updateBranch(acting(call), repository, { branch: ref.slice(BRANCHES.length), sha, force: call.body.force === true });
  return ok(renderRef(call, repository, { ref, sha }));
}

function removeRef(call: Call): Reply {
  deleteBranch(acting(call), writable(call), `refs/${param(call, "ref")}`.slice(BRANCHES.length));
  return noContent;
}

/** By the id of a tree or a commit, or by a branch. */
function readTree(call: Call): Reply {
  const repository = readable(call);
  const { git } = call.world;
  const name = param(call, "tree_sha");
  const commit = git.commit(repository.refs.get(`${BRANCHES}${name}`) ?? name);
  const sha = commit?.tree ?? name;
  if (git.tree(sha) === undefined) throw notFound();
  const recursive = call.query.has("recursive");
  const all = listTree(git, sha).filter((entry) => recursive || !entry.path.includes("/"));
  return ok({
    sha,
    url: treeUrl(call, repository, sha),
    tree: all.slice(0, MOST_ENTRIES).map((entry) => renderEntry(call, repository, entry)),
    truncated: all.length > MOST_ENTRIES,
  });
}

function renderEntry(call: Call, repository: Repository, entry: FileEntry & { path: string; type: string }): Json {
  const { path, mode, type, id } = entry;
  if (type === "commit") return { path, mode, type, sha: id };
  const size = type === "blob" ? { size: call.world.git.blob(id)?.length ?? 0 } : {};
  return {
    path,
    mode,
    type,
    sha: id,
    ...size,
    url: apiUrl(call.world, `${repositoryPath(repository)}/git/${type}s/${id}`),
  };
}

function treeUrl(call: Call, repository: Repository, sha: string): string {
  return apiUrl(call.world, `${repositoryPath(repository)}/git/trees/${sha}`);
}

function createTree(call: Call): Reply {
  const repository = writable(call);
  const { git } = call.world;
  const base = text(call, "base_tree");
  const files = base === undefined ? new Map<string, FileEntry>() : filesOf(git, git.commit(base)?.tree ?? base);
  const { tree } = call.body;
  if (!Array.isArray(tree)) throw new Refusal(422, "Invalid tree info");
  for (const item of tree) applyItem(call, files, item);
  const sha = treeOf(git, files);
  const entries = listTree(git, sha).filter((entry) => !entry.path.includes("/"));
  return created({
    sha,
    url: treeUrl(call, repository, sha),
    tree: entries.map((entry) => renderEntry(call, repository, entry)),
    truncated: false,
  });
}

function applyItem(call: Call, files: Map<string, FileEntry>, item: unknown): void {
  if (typeof item !== "object" || item === null || !("path" in item) || typeof item.path !== "string")
    throw new Refusal(422, "tree.path is missing");
  const mode = "mode" in item && typeof item.mode === "string" ? item.mode : "100644";
  if ("content" in item && typeof item.content === "string")
    files.set(item.path, { mode, id: call.world.git.writeBlob(item.content) });
  else if ("sha" in item && typeof item.sha === "string" && typeOfMode(mode) !== "tree")
    files.set(item.path, { mode, id: item.sha });
  else if ("sha" in item && item.sha === null) files.delete(item.path);
  else throw new Refusal(422, "tree.sha or tree.content is missing");
}

function readBlob(call: Call): Reply {
  const repository = readable(call);
  const sha = param(call, "file_sha");
  const bytes = orNotFound(call.world.git.blob(sha));
  if (call.accept.includes("raw")) return { ...ok(bytes), headers: { "content-type": "application/vnd.github.raw" } };
  const url = apiUrl(call.world, `${repositoryPath(repository)}/git/blobs/${sha}`);
  return ok({ sha, node_id: nodeId("B", sha), size: bytes.length, url, content: wrapped(bytes), encoding: "base64" });
}

/** Base64 in lines of sixty characters, as GitHub sends it. */
export function wrapped(bytes: Buffer): string {
  return (bytes.toString("base64").match(/.{1,60}/g) ?? []).map((line) => `${line}\n`).join("");
}

function createBlob(call: Call): Reply {
  const repository = writable(call);
  const content = requiredText(call, "content", "Blob");
  const sha = call.world.git.writeBlob(text(call, "encoding") === "base64" ? Buffer.from(content, "base64") : content);
  return created({ sha, url: apiUrl(call.world, `${repositoryPath(repository)}/git/blobs/${sha}`) });
}

function readCommit(call: Call): Reply {
  const repository = readable(call);
  const sha = param(call, "commit_sha");
  if (call.world.git.commit(sha) === undefined) throw notFound();
  return ok(renderGitCommit(call.world, repository, sha));
}

function createCommit(call: Call): Reply {
  const repository = writable(call);
  const { git } = call.world;
  const tree = requiredText(call, "tree", "Commit");
  if (git.tree(tree) === undefined) throw new Refusal(422, "Tree SHA does not exist");
  const author = signatureOf(call.world, acting(call).by.account);
  const message = requiredText(call, "message", "Commit");
  const sha = git.writeCommit({ tree, parents: texts(call, "parents") ?? [], author, committer: author, message });
  return created(renderGitCommit(call.world, repository, sha));
}
