import { addComment } from "../actions/commenting.ts";
import { setDraft } from "../actions/editing.ts";
import { Refusal } from "../refusal.ts";
import { nodeId } from "../render/rendering.ts";
import { allows, permissionOf } from "../state/access.ts";
import { covers } from "../state/installing.ts";
import { isPull } from "../state/pulls.ts";
import type { Issue, Pull, Repository } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { QueryError } from "./document.ts";
import { type Arguments, type FieldType, leaf, type Node, object, type Scope, typeOf } from "./schema.ts";
import { accountNode } from "./schema-accounts.ts";

export const rootTypes: ReadonlyMap<string, ReadonlyMap<string, FieldType>> = new Map([
  [
    "Query",
    typeOf({
      viewer: object("User", (_of: null, _args, { actor }) => accountNode(actor.account)),
      user: object("User", (_of: null, args, { world }) => personNode(world, String(args.login)), "login"),
      repository: object(
        "Repository",
        (_of: null, args, scope) => repositoryNode(args, scope),
        "owner",
        "name",
        "followRenames",
      ),
      node: object("Node", (_of: null, args, { world }) => subjectById(world, String(args.id)), "id"),
      rateLimit: object("RateLimit", () => ({ type: "RateLimit", of: null }), "dryRun"),
    }),
  ],
  [
    "RateLimit",
    typeOf({
      cost: leaf(() => 1),
      limit: leaf(() => 5000),
      remaining: leaf(() => 4999),
      used: leaf(() => 1),
      resetAt: leaf((_of: null, _args, { world }) => new Date(world.now() + 3_600_000).toISOString()),
    }),
  ],
  [
    "Mutation",
    typeOf({
      markPullRequestReadyForReview: object(
        "MarkPullRequestReadyForReviewPayload",
        (_of: null, args, scope) => draftChanged(args, scope, false),
        "input",
      ),
      convertPullRequestToDraft: object(
        "ConvertPullRequestToDraftPayload",
        (_of: null, args, scope) => draftChanged(args, scope, true),
        "input",
      ),
      addComment: object("AddCommentPayload", (_of: null, args, scope) => commented(args, scope), "input"),
    }),
  ],
  [
    "MarkPullRequestReadyForReviewPayload",
    typeOf({ pullRequest: object("PullRequest", (of: Pull) => ({ type: "PullRequest", of })) }),
  ],
  [
    "ConvertPullRequestToDraftPayload",
    typeOf({ pullRequest: object("PullRequest", (of: Pull) => ({ type: "PullRequest", of })) }),
  ],
  [
    "AddCommentPayload",
    typeOf({ subject: object("Node", (of: Issue) => ({ type: isPull(of) ? "PullRequest" : "Issue", of })) }),
  ],
]);

function personNode(world: World, login: string): Node | null {
  const account = world.accounts.get(login.toLowerCase());
  if (account?.type === "User") return accountNode(account);
  throw new QueryError(`Could not resolve to a User with the login of '${login}'.`, undefined, { type: "NOT_FOUND" });
}

function repositoryNode(args: Arguments, scope: Scope): Node {
  const name = `${String(args.owner)}/${String(args.name)}`;
  const repository = scope.world.repositories.get(name.toLowerCase());
  if (repository === undefined || !readable(scope, repository)) {
    throw new QueryError(`Could not resolve to a Repository with the name '${name}'.`, undefined, {
      type: "NOT_FOUND",
    });
  }
  return { type: "Repository", of: repository };
}

function readable(scope: Scope, repository: Repository): boolean {
  const { installation, account } = scope.actor;
  if (installation === undefined) return allows(permissionOf(scope.world, repository, account), "read");
  return !repository.private || covers(installation, repository.owner.login, repository.name);
}

function subjectById(world: World, id: string): Node {
  for (const repository of world.repositories.values()) {
    for (const issue of repository.issues.values()) {
      if (isPull(issue) && nodeId("PR", issue.pull.id) === id) return { type: "PullRequest", of: issue };
      if (nodeId("I", issue.id) === id) return { type: "Issue", of: issue };
    }
  }
  throw new QueryError(`Could not resolve to a node with the global id of '${id}'`, undefined, { type: "NOT_FOUND" });
}

function inputOf(args: Arguments): Record<string, unknown> {
  const { input } = args;
  if (typeof input !== "object" || input === null) throw new QueryError("Argument 'input' is required");
  return Object.fromEntries(Object.entries(input));
}

function draftChanged(args: Arguments, scope: Scope, draft: boolean): Node {
  const { of } = subjectById(scope.world, String(inputOf(args).pullRequestId));
  const issue = of as Issue;
  if (!isPull(issue)) throw new QueryError("Could not resolve to a PullRequest", undefined, { type: "NOT_FOUND" });
  refusing(() => setDraft({ world: scope.world, by: scope.actor }, issue, draft));
  return { type: draft ? "ConvertPullRequestToDraftPayload" : "MarkPullRequestReadyForReviewPayload", of: issue };
}

function commented(args: Arguments, scope: Scope): Node {
  const input = inputOf(args);
  const { of } = subjectById(scope.world, String(input.subjectId));
  refusing(() => addComment({ world: scope.world, by: scope.actor }, of as Issue, String(input.body)));
  return { type: "AddCommentPayload", of };
}

function refusing(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (error instanceof Refusal)
      throw new QueryError(error.message, undefined, { type: error.status === 403 ? "FORBIDDEN" : "UNPROCESSABLE" });
    throw error;
  }
}
