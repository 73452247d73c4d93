import { filesOf } from "../git/tree-files.ts";
import { commitOf } from "../render/commit.ts";
import { iso, nodeId, webUrl } from "../render/rendering.ts";
import { fullName } from "../render/repository.ts";
import { latestStatuses } from "../render/status.ts";
import { accountOfEmail } from "../state/committing.ts";
import { isPull } from "../state/pulls.ts";
import type { CheckRun, Issue, Repository, Status } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { QueryError } from "./document.ts";
import { type Arguments, connection, type FieldType, leaf, list, type Node, object, typeOf } from "./schema.ts";
import { accountNode } from "./schema-accounts.ts";
import type { CommitPlace, RefPlace } from "./schema-pulls.ts";

type Place = RefPlace & { readonly repository: Repository };

interface BlobPlace {
  readonly id: string;
}

export const repositoryTypes: ReadonlyMap<string, ReadonlyMap<string, FieldType>> = new Map([
  [
    "Repository",
    typeOf({
      id: leaf((repository: Repository) => nodeId("R", repository.id)),
      databaseId: leaf((repository: Repository) => repository.id),
      name: leaf((repository: Repository) => repository.name),
      nameWithOwner: leaf((repository: Repository) => fullName(repository)),
      url: leaf((repository: Repository, _args, { world }) => webUrl(world, fullName(repository))),
      isPrivate: leaf((repository: Repository) => repository.private),
      isFork: leaf((repository: Repository) => repository.parent !== null),
      isArchived: leaf((repository: Repository) => repository.archived),
      owner: object("RepositoryOwner", (repository: Repository) => accountNode(repository.owner)),
      defaultBranchRef: object("Ref", (repository: Repository) =>
        refNode(repository, `refs/heads/${repository.defaultBranch}`),
      ),
      ref: object(
        "Ref",
        (repository: Repository, args) => refNode(repository, String(args.qualifiedName)),
        "qualifiedName",
      ),
      object: object("GitObject", gitObject, "expression", "oid"),
      issue: object("Issue", (repository: Repository, args) => subjectNode(repository, args, "Issue"), "number"),
      pullRequest: object(
        "PullRequest",
        (repository: Repository, args) => subjectNode(repository, args, "PullRequest"),
        "number",
      ),
      issueOrPullRequest: object(
        "IssueOrPullRequest",
        (repository: Repository, args) => subjectNode(repository, args),
        "number",
      ),
      pullRequests: connection("PullRequest", pullsOf, "states", "orderBy", "labels", "headRefName", "baseRefName"),
      issues: connection("Issue", issuesOf, "states", "orderBy", "labels"),
      labels: connection(
        "Label",
        (repository: Repository) => [...repository.labels.values()].map((of) => ({ type: "Label", of })),
        "orderBy",
        "query",
      ),
    }),
  ],
  [
    "Ref",
    typeOf({
      id: leaf((place: Place) => nodeId("REF", place.name)),
      name: leaf((place: Place) => place.name),
      prefix: leaf(() => "refs/heads/"),
      target: object("GitObject", (place: Place) => ({ type: "Commit", of: place })),
    }),
  ],
  [
    "Commit",
    typeOf({
      id: leaf((place: CommitPlace) => nodeId("C", place.sha)),
      oid: leaf((place: CommitPlace) => place.sha),
      abbreviatedOid: leaf((place: CommitPlace) => place.sha.slice(0, 7)),
      message: leaf((place: CommitPlace, _args, { world }) => commitOf(world, place.sha).message),
      messageHeadline: leaf(
        (place: CommitPlace, _args, { world }) => commitOf(world, place.sha).message.split("\n")[0] ?? "",
      ),
      committedDate: leaf((place: CommitPlace, _args, { world }) => iso(commitOf(world, place.sha).committer.date)),
      url: leaf((place: CommitPlace, _args, { world }) =>
        webUrl(world, `${fullName(place.repository)}/commit/${place.sha}`),
      ),
      tree: object("Tree", (place: CommitPlace, _args, { world }) => ({
        type: "Tree",
        of: { id: commitOf(world, place.sha).tree },
      })),
      author: object("GitActor", (place: CommitPlace, _args, { world }) => ({
        type: "GitActor",
        of: commitOf(world, place.sha).author,
      })),
      parents: connection("Commit", (place: CommitPlace, _args, { world }) => parentsOf(world, place)),
      status: object("Status", (place: CommitPlace) => statusNode(place)),
      statusCheckRollup: object("StatusCheckRollup", (place: CommitPlace) => rollupNode(place)),
    }),
  ],
  [
    "GitActor",
    typeOf({
      name: leaf((author: { name: string }) => author.name),
      email: leaf((author: { email: string }) => author.email),
      user: object("User", (author: { email: string }, _args, { world }) => userNode(world, author.email)),
    }),
  ],
  ["Tree", typeOf({ id: leaf((of: BlobPlace) => nodeId("TREE", of.id)), oid: leaf((of: BlobPlace) => of.id) })],
  [
    "Blob",
    typeOf({
      id: leaf((of: BlobPlace) => nodeId("B", of.id)),
      oid: leaf((of: BlobPlace) => of.id),
      text: leaf((of: BlobPlace, _args, { world }) => world.git.blob(of.id)?.toString("utf8") ?? null),
      byteSize: leaf((of: BlobPlace, _args, { world }) => world.git.blob(of.id)?.length ?? 0),
      isBinary: leaf(() => false),
      isTruncated: leaf(() => false),
    }),
  ],
  [
    "Status",
    typeOf({
      state: leaf((place: CommitPlace) => rollupState(place)),
      contexts: list("StatusContext", (place: CommitPlace) => contextsOf(place)),
    }),
  ],
  [
    "StatusCheckRollup",
    typeOf({
      state: leaf((place: CommitPlace) => rollupState(place)),
      contexts: connection("StatusCheckRollupContext", (place: CommitPlace) => [
        ...runsOf(place),
        ...contextsOf(place),
      ]),
    }),
  ],
  [
    "StatusContext",
    typeOf({
      context: leaf((status: Status) => status.context),
      state: leaf((status: Status) => status.state.toUpperCase()),
      description: leaf((status: Status) => status.description),
      targetUrl: leaf((status: Status) => status.targetUrl),
      createdAt: leaf((status: Status) => iso(status.createdAt)),
    }),
  ],
  [
    "CheckRun",
    typeOf({
      databaseId: leaf((run: CheckRun) => run.id),
      name: leaf((run: CheckRun) => run.name),
      status: leaf((run: CheckRun) => run.status.toUpperCase()),
      conclusion: leaf((run: CheckRun) => run.conclusion?.toUpperCase() ?? null),
    }),
  ],
]);

function refNode(repository: Repository, name: string): Node | null {
  const full = name.startsWith("refs/") ? name : `refs/heads/${name}`;
  const sha = repository.refs.get(full);
  if (sha === undefined) return null;
  return { type: "Ref", of: { name: full.replace(/^refs\/heads\//, ""), sha, repository } };
}

function subjectNode(repository: Repository, args: Arguments, wanted?: string): Node {
  const issue = repository.issues.get(Number(args.number));
  const type = issue !== undefined && isPull(issue) ? "PullRequest" : "Issue";
  if (issue === undefined || (wanted ?? type) !== type) {
    const message = `Could not resolve to ${wanted === "PullRequest" ? "a PullRequest" : "an issue or pull request"} with the number of ${args.number}.`;
    throw new QueryError(message, undefined, { type: "NOT_FOUND" });
  }
  return { type, of: issue };
}

function pullsOf(repository: Repository, args: Arguments): Node[] {
  const states = Array.isArray(args.states) ? args.states : typeof args.states === "string" ? [args.states] : undefined;
  const pulls = [...repository.issues.values()].filter(isPull).filter((issue) => {
    const state = issue.pull.merged ? "MERGED" : issue.state.toUpperCase();
    const head = args.headRefName === undefined || issue.pull.head.ref === args.headRefName;
    const base = args.baseRefName === undefined || issue.pull.base.ref === args.baseRefName;
    return (states === undefined || states.includes(state)) && head && base && carries(issue, args.labels);
  });
  return pulls.map((of) => ({ type: "PullRequest", of }));
}

function issuesOf(repository: Repository, args: Arguments): Node[] {
  const states = Array.isArray(args.states) ? args.states : undefined;
  const found = [...repository.issues.values()].filter(
    (issue) =>
      !isPull(issue) &&
      (states === undefined || states.includes(issue.state.toUpperCase())) &&
      carries(issue, args.labels),
  );
  return found.map((of) => ({ type: "Issue", of }));
}

function carries(issue: Issue, labels: unknown): boolean {
  return !Array.isArray(labels) || labels.some((name) => issue.labels.some((label) => label.name === name));
}

function gitObject(repository: Repository, args: Arguments, scope: { readonly world: World }): Node | null {
  const { git } = scope.world;
  const [name = "", path] = String(args.expression ?? args.oid).split(":");
  const sha =
    name === "HEAD"
      ? repository.refs.get(`refs/heads/${repository.defaultBranch}`)
      : (repository.refs.get(`refs/heads/${name}`) ?? git.findCommit(name));
  if (sha === undefined) return git.blob(name) === undefined ? null : { type: "Blob", of: { id: name } };
  if (path === undefined) return { type: "Commit", of: { sha, repository } };
  const entry = filesOf(git, commitOf(scope.world, sha).tree).get(path);
  return entry === undefined ? null : { type: "Blob", of: { id: entry.id } };
}

function parentsOf(world: World, place: CommitPlace): Node[] {
  return commitOf(world, place.sha).parents.map((sha) => ({
    type: "Commit",
    of: { sha, repository: place.repository },
  }));
}

function userNode(world: World, email: string): Node | null {
  const account = accountOfEmail(world, email);
  return account?.type === "User" ? accountNode(account) : null;
}

function contextsOf(place: CommitPlace): Node[] {
  return latestStatuses(place.repository, place.sha).map((status) => ({ type: "StatusContext", of: status }));
}

function runsOf(place: CommitPlace): Node[] {
  const runs = [...place.repository.checkRuns.values()].filter((run) => run.sha === place.sha);
  return runs.map((of) => ({ type: "CheckRun", of }));
}

function statusNode(place: CommitPlace): Node | null {
  return contextsOf(place).length === 0 ? null : { type: "Status", of: place };
}

function rollupNode(place: CommitPlace): Node | null {
  return contextsOf(place).length + runsOf(place).length === 0 ? null : { type: "StatusCheckRollup", of: place };
}

function rollupState(place: CommitPlace): string {
  const runs = [...place.repository.checkRuns.values()].filter((run) => run.sha === place.sha);
  const states = [
    ...latestStatuses(place.repository, place.sha).map((status) => status.state),
    ...runs.map((run) => run.conclusion ?? "pending"),
  ];
  if (states.some((state) => state === "failure" || state === "error")) return "FAILURE";
  return states.includes("pending") ? "PENDING" : "SUCCESS";
}
