import { demand } from "../actions/guard.ts";
import { commitChain, updateBranch } from "../actions/pushing.ts";
import { ancestors, commitsBetween, mergeBase } from "../git/history.ts";
import { diffTrees } from "../git/tree-diff.ts";
import { filesOf, listTree } from "../git/tree-files.ts";
import { requiredText, text } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { param, repositoryOf } from "../http/path-subject.ts";
import { ok, type Reply } from "../http/reply.ts";
import { orNotFound, Refusal } from "../refusal.ts";
import { renderCommit, renderFile, renderFullCommit } from "../render/commit.ts";
import { apiUrl, type Json, webUrl } from "../render/rendering.ts";
import { fullName, renderFullRepository, renderRepository, repositoryPath } from "../render/repository.ts";
import { treeOfCommit } from "../state/pulls.ts";
import type { Repository } from "../state/records.ts";
import { commitNamed } from "./commit-named.ts";
import { wrapped } from "./git.ts";

/** Repositories, branches, commits and contents. */
export const repositoryRoutes: readonly Route[] = [
  { pattern: "GET /repos/{owner}/{repo}", run: read },
  { pattern: "GET /orgs/{org}/repos", run: (call) => list(call, param(call, "org")) },
  { pattern: "GET /users/{username}/repos", run: (call) => list(call, param(call, "username")) },
  { pattern: "GET /repos/{owner}/{repo}/branches", run: branches },
  { pattern: "GET /repos/{owner}/{repo}/branches/{branch}", run: branch },
  { pattern: "GET /repos/{owner}/{repo}/branches/{branch}/protection", run: protection },
  { pattern: "GET /repos/{owner}/{repo}/commits", run: commits },
  { pattern: "GET /repos/{owner}/{repo}/commits/{ref}", run: commit },
  { pattern: "GET /repos/{owner}/{repo}/compare/{basehead}", run: compare },
  { pattern: "GET /repos/{owner}/{repo}/contents/{path}", run: contents },
  { pattern: "PUT /repos/{owner}/{repo}/contents/{path}", run: putContents },
];

function read(call: Call): Reply {
  return ok(renderFullRepository(call.world, repositoryOf(call)));
}

function list(call: Call, owner: string): Reply {
  const found = [...call.world.repositories.values()].filter(
    (repository) => repository.owner.login.toLowerCase() === owner.toLowerCase(),
  );
  const shown = found.filter((repository) => !repository.private || call.caller.kind === "actor");
  return paged(call, shown, (repository) => renderRepository(call.world, repository));
}

function renderShortBranch(call: Call, repository: Repository, about: { name: string; sha: string }): Json {
  const url = apiUrl(call.world, `${repositoryPath(repository)}/commits/${about.sha}`);
  return { name: about.name, commit: { sha: about.sha, url }, protected: repository.protection.has(about.name) };
}

function branches(call: Call): Reply {
  const repository = repositoryOf(call, ["contents"]);
  const heads = [...repository.refs].filter(([ref]) => ref.startsWith("refs/heads/"));
  return paged(call, heads, ([ref, sha]) =>
    renderShortBranch(call, repository, { name: ref.slice("refs/heads/".length), sha }),
  );
}

function branch(call: Call): Reply {
  const repository = repositoryOf(call, ["contents"]);
  const name = param(call, "branch");
  const sha = repository.refs.get(`refs/heads/${name}`);
  if (sha === undefined) throw new Refusal(404, "Branch not found");
  const self = apiUrl(call.world, `${repositoryPath(repository)}/branches/${name}`);
  const guarded = repository.protection.has(name);
  const checks = { enforcement_level: "off", contexts: [], checks: [] };
  return ok({
    name,
    commit: renderCommit(call.world, repository, sha),
    _links: { self, html: webUrl(call.world, `${fullName(repository)}/tree/${name}`) },
    protected: guarded,
    protection: { enabled: guarded, required_status_checks: checks },
    protection_url: `${self}/protection`,
  });
}

function protection(call: Call): Reply {
  const repository = repositoryOf(call, ["administration"]);
  const name = param(call, "branch");
  if (!repository.refs.has(`refs/heads/${name}`)) throw new Refusal(404, "Branch not found");
  const rules = repository.protection.get(name);
  if (rules === undefined) throw new Refusal(404, "Branch not protected");
  return ok(rules);
}

function commits(call: Call): Reply {
  const repository = repositoryOf(call, ["contents"]);
  const from = commitNamed(call, repository, call.query.get("sha") ?? repository.defaultBranch);
  return paged(call, [...ancestors(call.world.git, from)], (sha) => renderCommit(call.world, repository, sha));
}

function commit(call: Call): Reply {
  const repository = repositoryOf(call, ["contents"]);
  return ok(renderFullCommit(call.world, repository, commitNamed(call, repository, param(call, "ref"))));
}

function compare(call: Call): Reply {
  const repository = repositoryOf(call, ["contents"]);
  const { git } = call.world;
  const [before = "", after = ""] = param(call, "basehead").split("...");
  const base = commitNamed(call, repository, before);
  const head = commitNamed(call, repository, after.slice(after.indexOf(":") + 1));
  const from = orNotFound(mergeBase(git, base, head));
  const ahead = commitsBetween(git, base, head);
  const behind = commitsBetween(git, head, base).length;
  const changes = diffTrees(git, treeOfCommit(call.world, from), treeOfCommit(call.world, head));
  const page = webUrl(call.world, `${fullName(repository)}/compare/${before}...${after}`);
  return ok({
    url: apiUrl(call.world, `${repositoryPath(repository)}/compare/${before}...${after}`),
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: renderCommit(call.world, repository, base),
    merge_base_commit: renderCommit(call.world, repository, from),
    status: relation(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: ahead.map((sha) => renderCommit(call.world, repository, sha)),
    files: changes.map((change) => renderFile(call.world, repository, { change, ref: head })),
  });
}

function relation(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}

function contents(call: Call): Reply {
  const repository = repositoryOf(call, ["contents"]);
  const path = param(call, "path");
  const sha = commitNamed(call, repository, call.query.get("ref") ?? repository.defaultBranch);
  const listing = listTree(call.world.git, treeOfCommit(call.world, sha));
  const entry = orNotFound(listing.find((other) => other.path === path));
  if (entry.type === "tree") {
    const inside = listing.filter(
      (other) => other.path.startsWith(`${path}/`) && !other.path.slice(path.length + 1).includes("/"),
    );
    return ok(inside.map((other) => renderContent(call, repository, { ...other, ref: sha })));
  }
  const bytes = call.world.git.blob(entry.id) ?? Buffer.alloc(0);
  if (call.accept.includes("raw")) return { ...ok(bytes), headers: { "content-type": "application/vnd.github.raw" } };
  return ok({
    ...renderContent(call, repository, { ...entry, ref: sha }),
    content: wrapped(bytes),
    encoding: "base64",
  });
}

function renderContent(
  call: Call,
  repository: Repository,
  entry: { path: string; id: string; type: string; ref: string },
): Json {
  const { path, id } = entry;
  const type = entry.type === "tree" ? "dir" : "file";
  const url = apiUrl(call.world, `${repositoryPath(repository)}/contents/${path}?ref=${entry.ref}`);
  const html = webUrl(call.world, `${fullName(repository)}/blob/${entry.ref}/${path}`);
  const git = apiUrl(call.world, `${repositoryPath(repository)}/git/${entry.type}s/${id}`);
  return {
    type,
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    sha: id,
    size: call.world.git.blob(id)?.length ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url: type === "dir" ? null : webUrl(call.world, `${fullName(repository)}/raw/${entry.ref}/${path}`),
    _links: { self: url, git, html },
  };
}

function putContents(call: Call): Reply {
  const repository = repositoryOf(call);
  demand(acting(call), repository, { people: "write", app: ["contents"], access: "write" });
  const path = param(call, "path");
  const branchName = text(call, "branch") ?? repository.defaultBranch;
  const tip = commitNamed(call, repository, branchName);
  const known = filesOf(call.world.git, treeOfCommit(call.world, tip)).get(path)?.id;
  const claimed = text(call, "sha");
  if (known !== undefined && claimed === undefined)
    throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (known !== claimed) throw new Refusal(409, `${path} does not match ${claimed}`);
  const bytes = Buffer.from(requiredText(call, "content", "Commit"), "base64");
  const sha = commitChain(acting(call), tip, [
    { message: requiredText(call, "message", "Commit"), files: { [path]: bytes } },
  ]);
  updateBranch(acting(call), repository, { branch: branchName, sha });
  const id = call.world.git.writeBlob(bytes);
  const content = renderContent(call, repository, { path, id, type: "blob", ref: sha });
  return {
    status: known === undefined ? 201 : 200,
    body: { content, commit: renderCommit(call.world, repository, sha) },
  };
}
