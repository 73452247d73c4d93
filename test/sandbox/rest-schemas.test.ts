import { expect, it } from "vitest";
import { appAuthorization, installationAuthorization } from "./app-token.ts";
import { responseProblems } from "./published-schemas.ts";
import { type Stage, setStage } from "./stage.ts";

const R = "/repos/{owner}/{repo}";

/** A world in which every route below has something to answer. */
async function populated(): Promise<{ stage: Stage; params: Record<string, string>; tokens: Record<string, string> }> {
  const stage = await setStage();
  const { sandbox, repository } = stage;
  const pull = repository.pull({
    author: "alice",
    files: { "pkg/a.go": "package other\n" },
    labels: ["lgtm"],
    assignees: ["rick"],
    reviewers: ["rick"],
    teams: ["leads"],
    milestone: "v1.0",
    body: "It adds.",
  });
  const issue = repository.issue({ author: "otto", labels: ["area/pkg"], assignees: ["alice"] });
  const comment = sandbox.as("rick").comment(pull, "Looks good");
  sandbox.as("rick").react(pull, "eyes", comment);
  sandbox.as("rick").react(pull, "+1");
  const review = sandbox.as("boss").review(pull, "APPROVED", "ship it");
  const remark = sandbox.as("rick").reviewComment(pull, "Why?");
  sandbox.as("boss").status(pull, "ci/build", "success", "fine");
  sandbox.as("boss").addLabels(issue, "fresh");
  sandbox.as("boss").close(issue, "not_planned");
  await sandbox.idle();
  const installation = await installationAuthorization(stage);
  const run = await stage.ask("POST /repos/acme/app/check-runs", {
    authorization: installation,
    body: { name: "lint", head_sha: pull.head, status: "completed", conclusion: "success" },
  });
  const head = sandbox.world.git.commit(pull.head);
  const blob = await stage.ask("GET /repos/acme/app/contents/OWNERS", { as: "boss" });
  const params = {
    owner: "acme",
    repo: "app",
    org: "acme",
    username: "rick",
    team_slug: "leads",
    issue_number: "2",
    pull_number: "1",
    comment_id: String(comment.id),
    review_id: String(review.id),
    review_comment: String(remark.id),
    milestone_number: "1",
    check_run_id: String((run.json as { id: number }).id),
    ref: "heads/main",
    tree_sha: head?.tree ?? "",
    commit_sha: pull.head,
    file_sha: (blob.json as { sha: string }).sha,
    basehead: `main...${pull.headRef}`,
    path: "OWNERS",
    branch: "main",
    name: "lgtm",
    installation_id: String(sandbox.world.installationOf("acme")?.id),
    delivery_id: String(sandbox.hooks.log[0]?.id),
  };
  return { stage, params, tokens: { boss: "token ghp_sandbox_boss", app: appAuthorization(sandbox), installation } };
}

type Row = [
  route: string,
  by: "boss" | "app" | "installation",
  status: number,
  more?: { body?: unknown; query?: string; params?: Record<string, string> },
];

const reads: Row[] = [
  ["GET /app", "app", 200],
  ["GET /app/installations/{installation_id}", "app", 200],
  [`GET ${R}/installation`, "app", 200],
  ["GET /app/hook/deliveries", "app", 200],
  ["GET /app/hook/deliveries/{delivery_id}", "app", 200],
  ["GET /installation/repositories", "installation", 200],
  ["GET /user", "boss", 200],
  ["GET /users/{username}", "boss", 200],
  ["GET /orgs/{org}/members", "boss", 200],
  ["GET /orgs/{org}/members/{username}", "boss", 204],
  ["GET /orgs/{org}/memberships/{username}", "boss", 200],
  ["GET /orgs/{org}/teams", "boss", 200],
  ["GET /orgs/{org}/teams/{team_slug}/members", "boss", 200],
  [`GET ${R}`, "boss", 200],
  [`GET ${R}/collaborators`, "boss", 200],
  [`GET ${R}/collaborators/{username}`, "boss", 204],
  [`GET ${R}/collaborators/{username}/permission`, "boss", 200],
  [`GET ${R}/labels`, "boss", 200],
  [`GET ${R}/labels/{name}`, "boss", 200],
  [`GET ${R}/milestones`, "boss", 200],
  [`GET ${R}/milestones/{milestone_number}`, "boss", 200],
  [`GET ${R}/issues`, "boss", 200, { query: "?state=all" }],
  [`GET ${R}/issues/{issue_number}`, "boss", 200],
  [`GET ${R}/issues/{issue_number}`, "boss", 200, { params: { issue_number: "1" } }],
  [`GET ${R}/issues/{issue_number}/labels`, "boss", 200],
  [`GET ${R}/issues/{issue_number}/comments`, "boss", 200, { params: { issue_number: "1" } }],
  [`GET ${R}/issues/{issue_number}/events`, "boss", 200],
  [`GET ${R}/issues/{issue_number}/reactions`, "boss", 200, { params: { issue_number: "1" } }],
  [`GET ${R}/issues/comments/{comment_id}`, "boss", 200],
  [`GET ${R}/issues/comments/{comment_id}/reactions`, "boss", 200],
  [`GET ${R}/pulls`, "boss", 200],
  [`GET ${R}/pulls/{pull_number}`, "boss", 200],
  [`GET ${R}/pulls/{pull_number}/files`, "boss", 200],
  [`GET ${R}/pulls/{pull_number}/commits`, "boss", 200],
  [`GET ${R}/pulls/{pull_number}/requested_reviewers`, "boss", 200],
  [`GET ${R}/pulls/{pull_number}/reviews`, "boss", 200],
  [`GET ${R}/pulls/{pull_number}/reviews/{review_id}`, "boss", 200],
  [`GET ${R}/pulls/{pull_number}/comments`, "boss", 200],
  [`GET ${R}/commits/{ref}`, "boss", 200, { params: { ref: "main" } }],
  [`GET ${R}/commits/{ref}/status`, "boss", 200, { params: { ref: "change-1" } }],
  [`GET ${R}/commits/{ref}/statuses`, "boss", 200, { params: { ref: "change-1" } }],
  [`GET ${R}/commits/{ref}/check-runs`, "boss", 200, { params: { ref: "change-1" } }],
  [`GET ${R}/check-runs/{check_run_id}`, "boss", 200],
  [`GET ${R}/git/ref/{ref}`, "boss", 200],
  [`GET ${R}/git/trees/{tree_sha}`, "boss", 200, { query: "?recursive=1" }],
  [`GET ${R}/git/blobs/{file_sha}`, "boss", 200],
  [`GET ${R}/git/commits/{commit_sha}`, "boss", 200],
  [`GET ${R}/contents/{path}`, "boss", 200],
  [`GET ${R}/compare/{basehead}`, "boss", 200],
  [`GET ${R}/branches`, "boss", 200],
  [`GET ${R}/activity`, "boss", 200],
  [`GET ${R}/branches/{branch}`, "boss", 200],
  [`GET ${R}/branches/{branch}/protection`, "boss", 404],
  ["GET /search/issues", "boss", 200, { query: "?q=repo:acme/app+is:pr" }],
  ["GET /rate_limit", "boss", 200],
];

const writes: Row[] = [
  ["POST /app/installations/{installation_id}/access_tokens", "app", 201],
  ["POST /app/hook/deliveries/{delivery_id}/attempts", "app", 202],
  [`POST ${R}/issues`, "installation", 201, { body: { title: "New", labels: ["lgtm"] } }],
  [`PATCH ${R}/issues/{issue_number}`, "installation", 200, { body: { state: "open", title: "Other" } }],
  [`POST ${R}/issues/{issue_number}/labels`, "installation", 200, { body: { labels: ["kind/bug"] } }],
  [`PUT ${R}/issues/{issue_number}/labels`, "installation", 200, { body: { labels: ["kind/bug", "lgtm"] } }],
  [`DELETE ${R}/issues/{issue_number}/labels/{name}`, "installation", 200],
  [`POST ${R}/issues/{issue_number}/assignees`, "installation", 201, { body: { assignees: ["rick"] } }],
  [`DELETE ${R}/issues/{issue_number}/assignees`, "installation", 200, { body: { assignees: ["rick"] } }],
  [`POST ${R}/issues/{issue_number}/comments`, "installation", 201, { body: { body: "Hello" } }],
  [`PATCH ${R}/issues/comments/{comment_id}`, "installation", 200, { body: { body: "Hello again" } }],
  [`POST ${R}/issues/comments/{comment_id}/reactions`, "installation", 201, { body: { content: "rocket" } }],
  [`DELETE ${R}/issues/comments/{comment_id}`, "installation", 204],
  [`POST ${R}/labels`, "installation", 201, { body: { name: "new label", color: "ff0000" } }],
  [`POST ${R}/pulls/{pull_number}/requested_reviewers`, "installation", 201, { body: { reviewers: ["colin"] } }],
  [`DELETE ${R}/pulls/{pull_number}/requested_reviewers`, "installation", 200, { body: { reviewers: ["colin"] } }],
  [`POST ${R}/pulls/{pull_number}/reviews`, "installation", 200, { body: { event: "COMMENT", body: "hm" } }],
  [`PATCH ${R}/pulls/{pull_number}`, "installation", 200, { body: { title: "Better" } }],
  [`POST ${R}/statuses/{sha}`, "installation", 201, { body: { state: "pending", context: "x" } }],
  [`POST ${R}/check-runs`, "installation", 201, { body: { name: "y", head_sha: "" } }],
  [`PATCH ${R}/check-runs/{check_run_id}`, "installation", 200, { body: { conclusion: "failure" } }],
  [`POST ${R}/git/blobs`, "installation", 201, { body: { content: "x", encoding: "utf-8" } }],
  [`POST ${R}/git/refs`, "installation", 201, { body: { ref: "refs/heads/fresh", sha: "" } }],
  [`PUT ${R}/pulls/{pull_number}/merge`, "installation", 200, { body: {} }],
];

it("answers every route as GitHub's published description says", { timeout: 60_000 }, async () => {
  const { stage, params, tokens } = await populated();
  const problems: Record<string, string[]> = {};
  for (const [route, by, status, more = {}] of [...reads, ...writes]) {
    const known: Record<string, string> = { ...params, sha: params.commit_sha ?? "", ...more.params };
    const path =
      route.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[name] ?? `missing-${name}`) + (more.query ?? "");
    const body =
      more.body === undefined
        ? undefined
        : JSON.parse(JSON.stringify(more.body).replaceAll(/"(sha|head_sha)":""/g, `"$1":"${params.commit_sha}"`));
    const answer = await stage.ask(path, { authorization: tokens[by] ?? "", ...(body === undefined ? {} : { body }) });
    const found =
      answer.status === status
        ? responseProblems(route, status, answer.json)
        : [`${answer.status}: ${answer.text.slice(0, 300)}`];
    if (found.length > 0) problems[`${route} as ${by}`] = found;
  }
  expect(problems).toEqual({});
});

it("lists installations as it gives them one by one, since the published list wants an account that is a user and an enterprise", async () => {
  const stage = await setStage();
  const authorization = appAuthorization(stage.sandbox);
  const list = await stage.ask("GET /app/installations", { authorization });
  const one = await stage.ask(`GET /app/installations/${stage.sandbox.world.installationOf("acme")?.id}`, {
    authorization,
  });
  expect(list.json).toEqual([one.json]);
});

it("would notice a field that is missing", () => {
  expect(responseProblems("GET /repos/{owner}/{repo}/labels/{name}", 200, { id: 1, name: "x" })).not.toEqual([]);
});
